import { measures } from '../base/file-size.js';
import type { Localize } from '../base/localize.js';

interface Course {
  at: number;
  sent: number;
  /** Bytes in a millisecond; undefined until it can be told. */
  rate?: number;
}

/** Milliseconds between two looks, so that the figures can be read; a longer silence begins anew. */
const look = 1_000;
const silence = 20_000;
/** Weight of the newest look: a line that changes is followed within some seconds. */
const weight = 0.35;

/** How fast uploads go, by what is known to be sent. */
export class Pace {
  readonly #courses = new Map<string, Course>();

  /** Bytes in a millisecond, where it can be told yet. */
  rate(cid: string, sent: number, now = performance.now()): number | undefined {
    const before = this.#courses.get(cid);
    if (!before || sent < before.sent || now - before.at > silence) {
      this.#courses.set(cid, { at: now, sent });
      return undefined;
    }
    if (now - before.at < look) return before.rate;
    const newest = (sent - before.sent) / (now - before.at);
    const rate = before.rate === undefined ? newest : before.rate * (1 - weight) + newest * weight;
    this.#courses.set(cid, { at: now, sent, rate });
    return rate;
  }

  /** Forgets all but these. */
  keep(cids: ReadonlySet<string>): void {
    for (const cid of this.#courses.keys()) if (!cids.has(cid)) this.#courses.delete(cid);
  }
}

/** Bytes in a millisecond, for people. */
export function speed(l: Localize, rate: number): string {
  const mega = rate / 1_000;
  return mega >= 1
    ? measures(`${l.tag}|megabyte-per-second|short|1`).format(mega)
    : measures(`${l.tag}|kilobyte-per-second|short|0`).format(Math.max(1, rate));
}

/** About how long: in seconds, minutes or hours, and no finer than anybody can know. */
export function duration(l: Localize, ms: number): string {
  const seconds = Math.max(1, ms / 1_000);
  const [unit, value] =
    seconds < 55
      ? (['second', seconds < 10 ? Math.ceil(seconds) : Math.ceil(seconds / 5) * 5] as const)
      : seconds < 55 * 60
        ? (['minute', Math.ceil(seconds / 60)] as const)
        : (['hour', Math.ceil(seconds / 3_600)] as const);
  return measures(`${l.tag}|${unit}|long|0`).format(value);
}

/** How fast it goes and how long it will take, as far as that is known. */
export function hurry(l: Localize, pace: Pace, cid: string, sent: number, size: number): string[] {
  const rate = sent > 0 ? pace.rate(cid, sent) : undefined;
  if (!rate) return [];
  return [speed(l, rate), l.t('timeLeft', { time: duration(l, (size - sent) / rate) })];
}
