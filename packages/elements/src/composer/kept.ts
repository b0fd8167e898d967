import type { TimComposer } from './composer.js';

interface Kept {
  seq: number;
  /** Of an edit; an answer's text is the draft. */
  text?: string;
}

/** The composer looks by itself whether there is something, before any of this is fetched. */
const keyOf = (conversation: string) => `tim-composer:${conversation}`;

/** What was being answered or edited in this tab, for when the page comes back. */
export function kept({ conversation }: TimComposer): Kept | undefined {
  try {
    const { seq, text } = JSON.parse(sessionStorage.getItem(keyOf(conversation)) ?? '{}') as Partial<Kept>;
    if (typeof seq !== 'number') return undefined;
    return typeof text === 'string' ? { seq, text } : { seq };
  } catch {
    return undefined;
  }
}

/** Follows one composer: called after each of its updates. */
export class Keeper {
  #conversation = '';
  #last = '';

  update({ conversation, editing, replying, value }: TimComposer): void {
    // What another conversation has open stays kept there.
    if (conversation !== this.#conversation) this.#last = '';
    this.#conversation = conversation;
    const now: Kept | undefined = editing
      ? { seq: editing.seq, text: value }
      : replying && { seq: replying.message.seq };
    const text = now ? JSON.stringify(now) : '';
    if (text === this.#last || !conversation) return;
    this.#last = text;
    try {
      if (text) sessionStorage.setItem(keyOf(conversation), text);
      else sessionStorage.removeItem(keyOf(conversation));
    } catch {
      // Storage is shut or full: then it is kept as long as the page.
    }
  }
}
