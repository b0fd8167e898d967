import type { ThreadWindow, WindowRequest } from '@tokenim/store';

/** The last part of a thread, asked for while the reader stands at its end. */
export const endWindow: WindowRequest = { anchor: 'end', before: 60, after: 0 };
export const aroundWindow = (seq: number): WindowRequest => ({ anchor: seq, before: 50, after: 50 });

/** The window moves when fewer rows than this lie beyond the screen; faster when fewer than a third of it. */
export const margin = 30;
/** Rows that come in one move: few, so that a frame stays short. */
const step = 12;

/**
 * The window to ask for next, if any, for a reader away from the end. `first` and `last` are the rows on the
 * screen. Leaving the end, the window is hung on a message, so that news at the end do not push it.
 */
export function nextWindow(
  value: ThreadWindow,
  present: WindowRequest,
  first: number,
  last: number,
): WindowRequest | undefined {
  const { rows } = value;
  const leaving = present.anchor === 'end';
  const above = value.olderHere ? first : margin;
  const below = value.newerHere ? rows.length - 1 - last : margin;
  if (!leaving && above >= margin && below >= margin) return undefined;
  const middle = Math.ceil((first + last) / 2);
  const from = leaving ? middle : rows.findLastIndex((row) => row.seq <= Number(present.anchor));
  const reach = Math.min(above, below) < margin / 3 ? 3 * step : step;
  const to = Math.max(from - reach, Math.min(from + reach, middle));
  // Pending rows will change their place, so they are nothing to hang on.
  const anchor = rows.slice(0, to + 1).findLast((row) => row.state === 'sent');
  return anchor && anchor.seq !== present.anchor ? aroundWindow(anchor.seq) : undefined;
}
