// Knows when this process has nothing more to do: the database in memory works by setImmediate, tokens are checked
// by the platform's crypto in other threads. Both are counted, so that the simulation never looks at real time.
const turn = globalThis.setImmediate;
let pending = 0;
let installed = false;

/** Once per process, before anything is opened. */
export function countWork(): void {
  if (installed) return;
  installed = true;
  const counted = (run: (...args: unknown[]) => void, ...args: unknown[]) => {
    pending += 1;
    return turn(() => {
      pending -= 1;
      run(...args);
    });
  };
  globalThis.setImmediate = counted as unknown as typeof setImmediate;
  const subtle = Object.getPrototypeOf(crypto.subtle) as Record<
    string,
    (...args: unknown[]) => Promise<unknown>
  >;
  for (const name of ['importKey', 'verify', 'sign', 'digest']) {
    const real = subtle[name]!;
    subtle[name] = function (this: unknown, ...args: unknown[]) {
      pending += 1;
      return real.apply(this, args).finally(() => {
        pending -= 1;
      });
    };
  }
}

/**
 * The database in memory clones all that goes in and out, and fails inside with exceptions that it catches. With
 * plain data and without stacks both cost a fraction, and a third of a run's time with them.
 */
export function saveTime(): void {
  Error.stackTraceLimit = 0;
  const real = globalThis.structuredClone;
  const clone = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) {
      return typeof value === 'function' || typeof value === 'symbol' ? real(value) : value;
    }
    if (Array.isArray(value)) return value.map(clone);
    if (Object.getPrototypeOf(value) !== Object.prototype) return real(value);
    const copy: Record<string, unknown> = {};
    for (const key of Object.keys(value)) copy[key] = clone((value as Record<string, unknown>)[key]);
    return copy;
  };
  globalThis.structuredClone = clone as typeof structuredClone;
}

/** Until all that can happen without time has happened. */
export async function settle(): Promise<void> {
  do {
    // One turn of the event loop runs every microtask there is.
    await new Promise<void>((resolve) => turn(() => resolve()));
  } while (pending > 0);
}
