import { css } from 'lit';

const styles = css`
  .float {
    position: absolute;
    z-index: 1;
    inset-block-start: 8px;
    inset-inline: 12px;
    inline-size: fit-content;
    margin-inline: auto;
    padding: 4px 12px;
    border-radius: 14px;
    font-size: var(--_size-xs);
    font-weight: 500;
    line-height: 20px;
    color: var(--_text);
    background: var(--_raised);
    box-shadow: var(--_shadow);
    opacity: 0;
    pointer-events: none;
    transition: opacity 150ms ease-out;
  }
  .float.shown {
    opacity: 1;
  }
  .notice {
    padding: 8px 16px;
    font-size: var(--_size-s);
  }
  @media (forced-colors: active) {
    .float.shown {
      border: 1px solid;
    }
  }
`;

/** A sentence over a thread stays so many milliseconds. */
export const noticeStays = 5_000;

/** Something over the upper edge of a thread, shown by the class `shown`. `root` is the thread's, rendered. */
export function float(root: ShadowRoot, name: string, attribute: string, value: string): HTMLElement {
  const { adoptedStyleSheets } = root;
  if (!adoptedStyleSheets.includes(styles.styleSheet!)) adoptedStyleSheets.push(styles.styleSheet!);
  const element = document.createElement('div');
  element.className = `float ${name}`;
  element.setAttribute(attribute, value);
  // Into the element that has the language and the direction.
  root.querySelector('.root')!.append(element);
  return element;
}

const said = new WeakMap<ShadowRoot, { element: HTMLElement; ends?: ReturnType<typeof setTimeout> }>();

/** Says what came of an act, for a while, to eyes and to ears. */
export function say(root: ShadowRoot, words: string): void {
  let notice = said.get(root);
  if (!notice) {
    notice = { element: float(root, 'notice said', 'role', 'status') };
    said.set(root, notice);
  }
  const { element } = notice;
  clearTimeout(notice.ends);
  element.textContent = '';
  // A region is heard only when it changes while it is in the page, also where it says the same again.
  setTimeout(() => {
    element.textContent = words;
    element.classList.add('shown');
  }, 50);
  notice.ends = setTimeout(() => element.classList.remove('shown'), noticeStays);
}
