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

let channel: MessageChannel | undefined;
const waiting: (() => void)[] = [];

/** Without the delay that timers have, which grows in hidden pages. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    // A port that listens would keep a process of Node alive.
    if (typeof setImmediate === 'function') return void setImmediate(resolve);
    if (!channel) {
      channel = new MessageChannel();
      channel.port1.onmessage = () => waiting.shift()?.();
    }
    waiting.push(resolve);
    channel.port2.postMessage(0);
  });
}
