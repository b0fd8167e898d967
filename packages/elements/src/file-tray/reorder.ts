/** Pixels that a pointer moves before it drags: less is a click. */
const slack = 4;
/** How near to the edge of the list (px) a drag scrolls it, and by how much in each picture. */
const edge = 24;
const step = 6;

/**
 * One drag of a row by its grip, with mouse, pen or finger: `pressed` → `dragging` → ended. The row follows the pointer
 * and the others make room, by `--_y` alone: the order of the elements changes once, at the end, since what is moved in
 * the page loses the pointer. Escape puts it back.
 *
 * `ended` gets the new place, or undefined where nothing is to move; a press that did not drag is a click.
 */
export function reorder(
  down: PointerEvent,
  row: HTMLElement,
  rows: readonly HTMLElement[],
  ended: (to: number | undefined, dragged: boolean) => void,
): void {
  const grip = down.currentTarget as HTMLElement;
  const list = row.parentElement!;
  const at = rows.indexOf(row);
  const height = row.offsetHeight;
  const scrolled = list.scrollTop;
  const last = rows.at(-1)!;
  const least = rows[0]!.offsetTop - row.offsetTop;
  const most = last.offsetTop + last.offsetHeight - row.offsetTop - height;
  let to = at;
  let pointer = down.clientY;
  let frame = 0;

  const draw = () => {
    const { top, bottom } = list.getBoundingClientRect();
    list.scrollTop += pointer < top + edge ? -step : pointer > bottom - edge ? step : 0;
    const y = Math.max(least, Math.min(most, pointer - down.clientY + list.scrollTop - scrolled));
    to = at;
    for (const [i, { offsetTop, offsetHeight }] of rows.entries()) {
      const middle = offsetTop + offsetHeight / 2;
      if (i < at && row.offsetTop + y < middle) to = Math.min(to, i);
      else if (i > at && row.offsetTop + y + height > middle) to = i;
    }
    for (const [i, other] of rows.entries()) {
      const shift = i > at && i <= to ? -height : i < at && i >= to ? height : 0;
      other.style.setProperty('--_y', `${other === row ? y : shift}px`);
    }
    frame = requestAnimationFrame(draw);
  };
  const onMove = (event: PointerEvent) => {
    pointer = event.clientY;
    if (frame || Math.abs(pointer - down.clientY) < slack) return;
    row.classList.add('dragging');
    list.classList.add('reordering');
    draw();
  };
  const end = (moves: boolean) => {
    cancelAnimationFrame(frame);
    stop.abort();
    row.classList.remove('dragging');
    list.classList.remove('reordering');
    for (const other of rows) other.style.removeProperty('--_y');
    ended(moves && frame && to !== at ? to : undefined, frame !== 0);
  };
  const stop = new AbortController();
  const { signal } = stop;
  grip.setPointerCapture(down.pointerId);
  grip.addEventListener('pointermove', onMove, { signal });
  grip.addEventListener('pointerup', () => end(true), { signal });
  grip.addEventListener('pointercancel', () => end(false), { signal });
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    end(false);
  };
  document.addEventListener('keydown', onKey, { signal, capture: true });
}
