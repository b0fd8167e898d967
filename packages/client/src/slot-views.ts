import type { Live, Views } from '@tokenim/store';
import type { Slot } from './slot.js';

type Listener = Parameters<Live<unknown>['subscribe']>;

/** One query that runs for all who ask the same. */
interface Run {
  readonly listeners: Set<Listener>;
  /** The newest answer, in an array of its own, since there may be none. */
  last: [unknown?];
  stop(): void;
}

/**
 * Views of a store that is not always open: who subscribes hears whenever one is, also after a new start. Elements
 * that ask the same (a thread and its composer, say) share one query.
 */
export function slotViews(slot: Pick<Slot<{ store: { views: Views } }>, 'watch'>): Views {
  const runs = new Map<string, Run>();

  function begin(key: string, pick: (views: Views) => Live<unknown>): Run {
    const run: Run = { listeners: new Set(), last: [], stop() {} };
    runs.set(key, run);
    let stop = () => {};
    const unwatch = slot.watch((open) => {
      stop();
      // What another user saw is nobody's.
      run.last = [];
      stop = open
        ? pick(open.store.views).subscribe(
            (value) => {
              run.last = [value];
              for (const [next] of [...run.listeners]) next(value);
            },
            (error) => {
              // Who asks again gets a new query.
              runs.delete(key);
              for (const [, failed] of [...run.listeners]) failed?.(error);
            },
          )
        : () => {};
    });
    run.stop = () => {
      unwatch();
      stop();
      if (runs.get(key) === run) runs.delete(key);
    };
    return run;
  }

  function later(key: string, pick: (views: Views) => Live<unknown>): Live<unknown> {
    return {
      subscribe(...listener) {
        const run = runs.get(key) ?? begin(key, pick);
        const { last } = run;
        run.listeners.add(listener);
        queueMicrotask(() => {
          // Not where a newer one came meanwhile.
          if (last.length && last === run.last && run.listeners.has(listener)) listener[0](last[0]);
        });
        return () => {
          run.listeners.delete(listener);
          if (run.listeners.size === 0) run.stop();
        };
      },
    };
  }
  // Each view by its name, whatever it asks.
  return new Proxy({} as Views, {
    get:
      (_, name: keyof Views) =>
      (...asked: never[]) =>
        later(name + JSON.stringify(asked), (views) =>
          (views[name] as (...asked: never[]) => Live<unknown>)(...asked),
        ),
  });
}
