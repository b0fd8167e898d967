/**
 * Puts text in place of a part of a field, as if typed, so that the browser can undo it; the caret is behind it then.
 * With `focus` false the field gets no focus, and no keyboard comes up.
 */
export function replaceIn(
  field: HTMLTextAreaElement,
  from: number,
  to: number,
  text: string,
  focus = true,
): void {
  const before = field.value;
  if (focus) {
    field.focus();
    field.setSelectionRange(from, to);
    // The only way to be undone by Ctrl+Z; where an engine drops it, the other way does the same.
    document.execCommand('insertText', false, text);
  }
  if (field.value !== before || text === '') return;
  field.setRangeText(text, from, to, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true, inputType: 'insertText' }));
}
