const values = new WeakMap<Promise<unknown>, { value?: unknown }>();

/** What a promise brought, once it did; `arrived` is called then, but not for undefined. Made for drawing: each call with the same promise. */
export function lazyValue<T>(promise: Promise<T>, arrived: () => void): T | undefined {
  const known = values.get(promise);
  if (known) return known.value as T | undefined;
  const entry: { value?: unknown } = {};
  values.set(promise, entry);
  void promise.then((value) => {
    entry.value = value;
    if (value !== undefined) arrived();
  });
  return undefined;
}
