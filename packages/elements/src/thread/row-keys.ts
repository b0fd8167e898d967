/** Up and Down go among the rows, End to the newest; Enter, the menu key and Shift+F10 ask for a row's menu. */
export function onRowKey(
  event: KeyboardEvent,
  thread: { renderRoot: ParentNode; scrollToEnd(): void },
  menu: (row: HTMLElement) => void,
): void {
  const { key, target } = event;
  const row = (target as Element).closest<HTMLElement>('[data-row]');
  if (!row) return;
  if (row !== target) {
    if (key !== 'Escape') return;
    // Back to the message, and no further: what the thread is in has an Escape of its own.
    event.stopPropagation();
    row.focus();
  } else if (key === 'ArrowUp' || key === 'ArrowDown') {
    const rows = [...thread.renderRoot.querySelectorAll<HTMLElement>('[data-row]')];
    rows[rows.indexOf(row) + (key === 'ArrowUp' ? -1 : 1)]?.focus();
  } else if (key === 'End') thread.scrollToEnd();
  else if (key === 'Enter' || key === 'ContextMenu' || (key === 'F10' && event.shiftKey)) menu(row);
  else return;
  event.preventDefault();
}
