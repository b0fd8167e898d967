/**
 * Code that is fetched when something first shows it: undefined until it is here, then `arrived` is called. Where it
 * cannot be fetched the next call tries again.
 */
export function lazy<T>(load: () => Promise<T>): (arrived: () => void) => T | undefined {
  let here: T | undefined;
  let coming: Promise<void> | undefined;
  return (arrived) => {
    if (here) return here;
    coming ??= load().then(
      (module) => {
        here = module;
      },
      () => {
        coming = undefined;
      },
    );
    void coming.then(() => here && arrived());
    return undefined;
  };
}
