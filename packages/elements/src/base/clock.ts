import type { Localize } from './localize.js';

/** Milliseconds as a player shows them, `0:07`, in the language's figures. */
export function clock(l: Localize, ms: number): string {
  const s = Math.round(ms / 1000);
  return `${l.number(Math.floor(s / 60))}:${l.number(100 + (s % 60)).slice(1)}`;
}
