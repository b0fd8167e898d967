/** Waits until `check` gives something, in animation frames; fails after about five seconds of them. */
export async function until<T>(check: () => T): Promise<NonNullable<T>> {
  for (let i = 0; i < 300; i++) {
    const value = check();
    if (value) return value;
    await new Promise((resolve) => setTimeout(resolve, 16));
  }
  throw new Error(`never came true: ${check}`);
}

/** Some frames, each with the tasks behind it. */
export async function frames(count: number): Promise<void> {
  for (let i = 0; i < count; i++)
    await new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}
