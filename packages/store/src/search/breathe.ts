/** Milliseconds of work in one go: four times slower, too, a frame still comes in time. */
const slice = 8;
let until = 0;

/** Between small pieces of work: ends the task once it has had its time. */
export async function breathe(): Promise<void> {
  if (performance.now() < until) return;
  await nextTask();
  until = performance.now() + slice;
}

/** Lets what the reader does go first. A hidden page has no idle time, and nobody to wait for. */
export function idle(): Promise<void> {
  if (typeof requestIdleCallback !== 'function' || document.hidden) return nextTask();
  return new Promise((resolve) => requestIdleCallback(() => resolve(), { timeout: 500 }));
}

/** Without the delay that timers have, which grows in hidden pages. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });
}
