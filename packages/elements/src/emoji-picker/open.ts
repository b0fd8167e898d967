import './emoji-picker.js';
import type { TimEmojiPicker } from './emoji-picker.js';

export interface PickerOptions {
  /** Where the picker is put; inside a shadow root its variables are those of that place. */
  root: HTMLElement | DocumentFragment;
  /** The picker opens beside it. */
  from: HTMLElement;
  /** Gets the focus when the picker goes; without it, `from`. */
  back?: HTMLElement;
  /** BCP 47 tag, as of the element that opens it. */
  locale: string;
  picked(emoji: string): void;
  /** Stays open for more, until Escape or a click elsewhere. */
  stay?: boolean;
  /** Runs when it is gone, whether something was picked or not. */
  closed?(): void;
}

const edge = 8;
const gap = 12;
const height = 380;

/** Opens a picker above the page, beside what it was asked from. Returns it. */
export function openEmojiPicker({
  root,
  from,
  back = from,
  locale,
  picked,
  stay,
  closed,
}: PickerOptions): TimEmojiPicker {
  const picker = document.createElement('tim-emoji-picker');
  picker.locale = locale;
  picker.popover = 'auto';
  const placeIt = () => place(picker, from);
  const focusBack = () => back.focus({ preventScroll: true });
  picker.addEventListener('tim-emoji', (event) => {
    event.stopPropagation();
    if (!stay) {
      picker.hidePopover();
      focusBack();
    }
    picked(event.emoji);
  });
  picker.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    // Only the picker closes, not what is around it.
    event.preventDefault();
    event.stopPropagation();
    picker.hidePopover();
    focusBack();
  });
  picker.addEventListener('toggle', (event) => {
    if ((event as ToggleEvent).newState === 'closed') picker.remove();
  });
  // Also where it goes with what it was in: then no `toggle` comes.
  picker.removed = () => {
    from.removeAttribute('aria-expanded');
    if (from instanceof HTMLButtonElement) from.popoverTargetElement = null;
    window.removeEventListener('resize', placeIt);
    window.visualViewport?.removeEventListener('resize', placeIt);
    closed?.();
  };
  root.append(picker);
  from.setAttribute('aria-expanded', 'true');
  // A second click on the button closes it, instead of closing and opening it again.
  if (from instanceof HTMLButtonElement) from.popoverTargetElement = picker;
  void picker.updateComplete.then(() => {
    if (!picker.isConnected) return;
    picker.showPopover();
    placeIt();
    picker.focus({ preventScroll: true });
    window.addEventListener('resize', placeIt);
    window.visualViewport?.addEventListener('resize', placeIt);
  });
  return picker;
}

/** Above its origin where there is room, else below, else where it covers it; always inside what is seen. */
function place(picker: HTMLElement, from: HTMLElement): void {
  const at = from.getBoundingClientRect();
  const view = window.visualViewport;
  const top = (view?.offsetTop ?? 0) + edge;
  const bottom = (view?.offsetTop ?? 0) + (view?.height ?? innerHeight) - edge;
  const above = at.top - gap - top;
  const below = bottom - at.bottom - gap;
  const room = above >= height || above >= below ? above : below;
  const size = Math.min(height, Math.max(room, Math.min(240, bottom - top)));
  const wanted = room === above ? at.top - gap - size : at.bottom + gap;
  const width = picker.offsetWidth;
  const rtl = getComputedStyle(from).direction === 'rtl';
  const start = rtl ? at.right - width : at.left;
  picker.style.setProperty('block-size', `${size}px`);
  picker.style.setProperty('top', `${Math.max(top, Math.min(wanted, bottom - size))}px`);
  picker.style.setProperty('left', `${Math.max(edge, Math.min(start, innerWidth - edge - width))}px`);
}
