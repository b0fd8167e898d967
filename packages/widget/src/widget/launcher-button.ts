import { icon } from '../loader/icon.js';
import { chevronDown } from './icons.js';
import type { TimWidget } from './widget.js';

/** The button that the loader has shown gets what it needs once the chat can open: the other icon, and the badge. */
export function adoptLauncher(root: ShadowRoot): HTMLButtonElement | null {
  const button = root.querySelector<HTMLButtonElement>('.launcher');
  button?.append(icon(chevronDown), Object.assign(document.createElement('span'), { className: 'badge' }));
  return button;
}

/** It says what a press does, and how much is unread. */
export function drawLauncher(button: HTMLButtonElement, widget: TimWidget, unread: number): void {
  const { opened, words } = widget;
  const number = new Intl.NumberFormat(widget.language);
  const count = unread > 99 ? `${number.format(99)}+` : number.format(unread);
  button.hidden = widget.withoutLauncher;
  button.ariaExpanded = String(opened);
  button.ariaLabel = opened ? words.close : unread ? words.openUnread(count) : words.open;
  button.lastElementChild!.textContent = unread && !opened ? count : '';
}
