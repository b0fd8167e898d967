import type { Client } from '@tokenim/client';
import type { ConversationId } from '@tokenim/protocol';

/** Pause in typing (ms) after which a draft is written. */
const pause = 400;

/** Writes a draft a little after the last change, at once when asked; and tells which drafts of the store are news. */
export class Drafts {
  #waiting: { client: Client; conversation: ConversationId; text: string } | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The newest that was written here or taken over: what the field shows while nothing is waiting. */
  #last = '';
  /** Own ones that the store may still show, late. */
  readonly #older = new Set<string>();
  #writing = 0;

  /**
   * Whether a draft that the store shows was written elsewhere and belongs into the field. Not while something is
   * being written here; and not one written here before, which is shown late: its text may be sent already.
   */
  isNews(draft: string): boolean {
    if (this.#waiting) return false;
    if (draft === this.#last) {
      // Store and field agree: from now on an older text is one that was written elsewhere.
      if (this.#writing === 0) this.#older.clear();
      return false;
    }
    if (this.#older.has(draft)) return false;
    this.#last = draft;
    return true;
  }

  /** Another conversation: what was written before is news there. */
  forget(): void {
    this.#older.clear();
    this.#last = '';
  }

  set(client: Client, conversation: ConversationId, text: string): void {
    if (this.#waiting && this.#waiting.conversation !== conversation) this.flush();
    this.#waiting = { client, conversation, text };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), pause);
  }

  flush = (): void => {
    clearTimeout(this.#timer);
    const waiting = this.#waiting;
    if (!waiting) return;
    this.#waiting = undefined;
    this.#older.add(this.#last);
    this.#last = waiting.text;
    this.#writing++;
    // A draft that cannot be kept is still on the screen; there is nothing better to do for it.
    const done = () => {
      this.#writing--;
    };
    waiting.client.setDraft(waiting.conversation, waiting.text).then(done, done);
  };
}

/** Whether an answer or an edit was open in this tab, of whomever; all else about it comes with `kept.ts`. */
export function hasKept(conversation: string): boolean {
  try {
    return Object.keys(sessionStorage).some((key) => key.endsWith(`~${conversation}`));
  } catch {
    return false;
  }
}
