import type { ThreadWindow, WindowRequest } from '@tokenim/store';

/** Rows before (and with) the place that a window hangs on, and after it. */
const reach = 50;
/** The window moves when fewer rows than this lie beyond the screen; faster when much fewer. */
export const margin = 30;
/** Rows that come in one move: few, so that a frame stays short. */
const step = 6;
const most = 60;

/**
 * What shows first is little more than a screen of short messages, so that it is soon there; the rest comes when it is
 * painted.
 */
export const endWindow: WindowRequest = {
  anchor: 'end',
  before: Math.min(20, Math.ceil(innerHeight / 48)),
  after: 0,
};
/** So many rows before a message, with it, and after it fill half a screen. */
export const half = 14;
export const aroundWindow = (seq: number): WindowRequest => ({ anchor: seq, before: half, after: half });

/** The window to ask for next, if any, for a reader at the end. */
export function nextAtEnd(value: ThreadWindow, present: WindowRequest): WindowRequest | undefined {
  // Hung on a message while more lies below it, it is not at the end.
  if (value.newerHere) return undefined;
  const atEnd = present.anchor === 'end';
  if (atEnd && (!value.olderHere || present.before! >= most)) return undefined;
  return { ...endWindow, before: Math.min(most, (atEnd ? value.rows.length : most) + step) };
}

/**
 * The window to ask for next, if any, for a reader away from the end. `first`, `middle` and `last` are rows on the
 * screen. Leaving the end, the window is hung on a message, so that news at the end do not push it; and beside a hole
 * on a message on the reader's side, so that what fills it does not.
 */
export function nextWindow(
  value: ThreadWindow,
  present: WindowRequest,
  first: number,
  middle: number,
  last: number,
): WindowRequest | undefined {
  const { rows, holes } = value;
  const leaving = present.anchor === 'end';
  const above = value.olderHere ? first : margin;
  const below = value.newerHere ? rows.length - 1 - last : margin;
  const read = rows[middle]?.seq ?? 0;
  const beyond = holes.some((seq) => seq > Number(present.anchor) !== seq > read);
  if (!leaving && !beyond && above >= margin && below >= margin) return undefined;
  const from = leaving || beyond ? middle : rows.findLastIndex((row) => row.seq <= Number(present.anchor));
  const least = Math.min(above, below);
  // Who goes faster than rows come gets more at once: a long frame is better than an edge where there is none.
  const far = step * (least < margin / 6 ? 5 : least < margin / 3 ? 2 : 1);
  const to = Math.max(from - far, Math.min(from + far, middle));
  // Pending rows will change their place, so they are nothing to hang on.
  const at = rows.slice(0, to + 1).findLastIndex((row) => row.state === 'sent');
  if (at < 0) return undefined;
  const anchor = rows[at]!.seq;
  const before = value.olderHere ? Math.min(reach, at + 1 + far) : reach;
  const after = value.newerHere ? Math.min(reach, rows.length - 1 - at + far) : reach;
  return anchor !== present.anchor || before > present.before! || after > present.after!
    ? { anchor, before, after }
    : undefined;
}
