import type { Clock } from './clock.js';

/**
 * Makes UUIDv7s (RFC 9562) in lower case, each greater than the one before from the same source, so that the
 * order of a client's writes can be read off their ids. Within a millisecond, and when the clock steps back,
 * the 12 bits after the version count up; when they overflow, the time part moves ahead.
 */
export function uuidSource(clock: Clock): () => string {
  let last = -1;
  let count = 0;
  return () => {
    const now = Math.max(0, Math.floor(clock.now()));
    if (now > last) {
      last = now;
      // Starts in the lower half, so that at least 2,048 more fit into this millisecond.
      count = Math.floor(clock.random() * 0x800);
    } else if (++count > 0xfff) {
      last += 1;
      count = Math.floor(clock.random() * 0x800);
    }
    const time = hex(last, 12);
    const variant = hex(0x8000 | Math.floor(clock.random() * 0x4000), 4);
    const tail = hex(bits(clock, 16), 4) + hex(bits(clock, 32), 8);
    return `${time.slice(0, 8)}-${time.slice(8)}-${hex(0x7000 | count, 4)}-${variant}-${tail}`;
  };
}

/** The time (ms) that a UUIDv7 was made at. */
export function uuidTime(uuid: string): number {
  return Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16);
}

function bits(clock: Clock, n: number): number {
  return Math.floor(clock.random() * 2 ** n);
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
