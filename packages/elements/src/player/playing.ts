/** What plays in this page: one at a time. */
let playing: HTMLMediaElement | undefined;

/** All else is silent from now on. */
export function only(media: HTMLMediaElement): void {
  if (playing !== media) playing?.pause();
  playing = media;
}

/** Seconds into files whose playing was interrupted, by file, while the page lives. */
const places = new Map<string, number>();

export const placeIn = (file: string): number => places.get(file) ?? 0;

export function rememberPlace(file: string, seconds: number): void {
  if (seconds > 0) places.set(file, seconds);
  else places.delete(file);
}

const key = 'tim-speed';
const speeds = [1, 1.5, 2];
/** Where the browser keeps nothing, it is known for as long as the page. */
let chosen = 1;

export function speed(): number {
  try {
    chosen = Number(localStorage.getItem(key) ?? chosen);
  } catch {
    // Storage is shut.
  }
  return speeds.includes(chosen) ? chosen : 1;
}

export function nextSpeed(): number {
  chosen = speeds[(speeds.indexOf(speed()) + 1) % speeds.length]!;
  try {
    localStorage.setItem(key, String(chosen));
  } catch {
    // Storage is shut or full.
  }
  return chosen;
}
