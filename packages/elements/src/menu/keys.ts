/** The keys of a menu whose items stand one below the other: arrows, Home and End choose, Tab and Escape close. */
export function menuKey(event: KeyboardEvent, root: ShadowRoot, close: () => void): void {
  const buttons = [...root.querySelectorAll('button')];
  const at = buttons.indexOf(root.activeElement as HTMLButtonElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  event.stopPropagation();
  if (event.key === 'Tab' || event.key === 'Escape') {
    event.preventDefault();
    close();
  } else if (to !== undefined) {
    event.preventDefault();
    buttons.at(to % buttons.length)?.focus();
  }
}
