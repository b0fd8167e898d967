import { matchRanges, queryTerms } from '@tokenim/protocol/search';
import { css } from 'lit';

/** Of all that is found, and of the match that was gone to. They belong to the document, whoever draws them. */
const names = ['tim-find', 'tim-find-now'] as const;

const styles = css`
  ::highlight(tim-find) {
    color: #000;
    background-color: #ffe28a;
  }
  ::highlight(tim-find-now) {
    color: #000;
    background-color: #ff9632;
  }
`;

/**
 * Marks words in the messages of a thread, as they are drawn and drawn anew. The messages stay as they are: it is the
 * browser that paints. One that cannot shows only the message that was gone to.
 */
export class FindMarks {
  readonly #root: ShadowRoot;
  #terms: readonly string[] = [];
  /** Row of the match that was gone to, once the thread shows it. */
  #now: string | undefined;
  readonly #ranges: Range[][] = [[], []];
  #frame = 0;
  readonly #observer = new MutationObserver(() => this.#soon());

  constructor(thread: HTMLElement) {
    this.#root = thread.shadowRoot!;
    const { styleSheet } = styles;
    if (styleSheet && !this.#root.adoptedStyleSheets.includes(styleSheet))
      this.#root.adoptedStyleSheets.push(styleSheet);
    this.#observer.observe(this.#root, {
      subtree: true,
      childList: true,
      characterData: true,
      attributeFilter: ['class'],
    });
  }

  show(text: string): void {
    this.#terms = queryTerms(text);
    this.#soon();
  }

  /** The thread goes to another match. */
  go(): void {
    this.#now = undefined;
  }

  end(): void {
    cancelAnimationFrame(this.#frame);
    this.#observer.disconnect();
    this.#clear();
  }

  #soon(): void {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#mark();
    });
  }

  #mark(): void {
    this.#clear();
    if (!globalThis.CSS?.highlights) return;
    this.#now ??= this.#root.querySelector<HTMLElement>('.highlighted')?.dataset.row;
    for (const row of this.#root.querySelectorAll<HTMLElement>('[data-row]')) {
      const stack = row.querySelector('.stack');
      if (stack) this.#collect(stack, this.#ranges[row.dataset.row === this.#now ? 1 : 0]!);
    }
    for (const [i, name] of names.entries()) {
      const highlight = CSS.highlights.get(name) ?? new Highlight();
      for (const range of this.#ranges[i]!) highlight.add(range);
      highlight.priority = i;
      CSS.highlights.set(name, highlight);
    }
  }

  #collect(stack: Element, ranges: Range[]): void {
    const walker = document.createTreeWalker(stack, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
      // The time of a message and what it answers are not what it says.
      if (node.parentElement?.closest('.meta, .quote')) continue;
      for (const [from, to] of matchRanges(node.data, this.#terms)) {
        const range = new Range();
        range.setStart(node, from);
        range.setEnd(node, to);
        ranges.push(range);
      }
    }
  }

  #clear(): void {
    for (const [i, name] of names.entries()) {
      const highlight = globalThis.CSS?.highlights?.get(name);
      for (const range of this.#ranges[i]!.splice(0)) highlight?.delete(range);
    }
  }
}
