import { small } from './viewport.js';
import type { TimWidget } from './widget.js';

const dialogOf = (widget: TimWidget) => widget.renderRoot.querySelector('dialog');

/** Over the page, or beside it, as there is room; again when that changes. */
export function showDialog(widget: TimWidget): void {
  const dialog = dialogOf(widget);
  const modal = small.matches;
  if (!dialog || !widget.opened) return;
  if (dialog.open && dialog.matches(':modal') === modal) return;
  dialog.close();
  if (modal) dialog.showModal();
  else dialog.show();
  focusInside(widget);
}

/** Into what one writes in; on touch screens only into the panel, for the keyboard would hide it. */
export function focusInside(widget: TimWidget, writing?: boolean): void {
  const target = widget.renderRoot.querySelector<HTMLElement>(
    'tim-composer, tim-conversation-list, .primary, .settings input',
  );
  const wanted = writing || !matchMedia('(pointer: coarse)').matches || target?.matches('.primary');
  // What is not drawn yet takes no focus; then the panel has it meanwhile.
  dialogOf(widget)?.focus();
  if (wanted) target?.focus();
}

/** The keys of the panel: Ctrl+F finds in the conversation, Escape closes. */
export function onPanelKey(widget: TimWidget, event: KeyboardEvent): void {
  const { key, code } = event;
  // By its place, where the keyboard has no Latin letters.
  const isFind = (event.ctrlKey || event.metaKey) && (key === 'f' || (code === 'KeyF' && key > '~'));
  if (isFind && widget.trail.view?.name === 'thread') {
    event.preventDefault();
    widget.find();
  }
  if (key !== 'Escape' || event.defaultPrevented || event.isComposing || !widget.opened) return;
  // A menu inside is closed first, by itself.
  const path = event.composedPath();
  const inside = path.slice(0, path.indexOf(widget));
  if (inside.some((node) => (node as ParentNode).querySelector?.(':popover-open'))) return;
  event.preventDefault();
  void widget.close();
}
