/** Frames of one scrolling. */
export interface Frames {
  /** Longest animation frame (ms), with the tasks that went before it. Those under 50 ms are not told apart: the time between two frames. */
  worst: number;
  /** Frames over 50 ms. */
  long: number;
  /** Median time between two frames (ms). */
  median: number;
  frames: number;
  /** Most rows that were in the page at once. */
  rows: number;
}

export const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
/** After the next frame is painted. */
export async function painted(): Promise<void> {
  await frame();
  await drawn();
}

/** After the frame that is being made is painted: for who stands in an animation frame. */
export async function drawn(): Promise<void> {
  await new Promise<void>((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve();
    port2.postMessage(0);
  });
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}

/** Calls `step` in each of `count` frames and looks how long they take. */
export async function meter(count: number, step: (n: number) => void, rows: () => number): Promise<Frames> {
  const long: number[] = [];
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry.startTime >= began) long.push(entry.duration);
  });
  await frame();
  await frame();
  let last = await frame();
  const began = performance.now();
  observer.observe({ type: 'long-animation-frame' });
  const gaps: number[] = [];
  let most = 0;
  for (let n = 0; n < count; n++) {
    step(n);
    const now = await frame();
    gaps.push(now - last);
    last = now;
    if (n % 10 === 0) most = Math.max(most, rows());
  }
  await new Promise((resolve) => setTimeout(resolve, 200));
  observer.disconnect();
  const over = long.filter((duration) => duration > 50);
  return {
    worst: over.length > 0 ? Math.max(...over) : Math.min(50, Math.max(...gaps)),
    long: over.length,
    median: median(gaps),
    frames: count,
    rows: most,
  };
}
