import type { Live } from '@tokenim/store';

/** The first answer of a live query. */
export function first<T>(live: Live<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    let stop: (() => void) | undefined;
    let done = false;
    const end = () => {
      done = true;
      stop?.();
    };
    stop = live.subscribe(
      (value) => {
        resolve(value);
        end();
      },
      (error) => {
        reject(error);
        end();
      },
    );
    if (done) stop();
  });
}
