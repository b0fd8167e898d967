import type { TimComposer } from './composer.js';

interface Kept {
  seq: number;
  /** Of an edit; an answer's text is the draft. */
  text?: string;
}

/**
 * Of one user of one app, as the client's `signOut` erases it: no text of one shows to the next. The composer looks by
 * itself whether there is something, before any of this is fetched.
 */
const keyOf = ({ im, conversation }: TimComposer, user: string) =>
  `tim~${im!.options.app}~${user}~${conversation}`;

/** What was being answered or edited by the user in this tab, for when the page comes back. */
export function kept(composer: TimComposer, user: string): Kept | undefined {
  try {
    const { seq, text } = JSON.parse(sessionStorage.getItem(keyOf(composer, user)) ?? '{}') as Partial<Kept>;
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

  update(composer: TimComposer, user: string | undefined): void {
    const { im, conversation, editing, replying, value } = composer;
    // What another conversation has open stays kept there.
    if (conversation !== this.#conversation) this.#last = '';
    this.#conversation = conversation;
    const now: Kept | undefined = editing
      ? { seq: editing.seq, text: value }
      : replying && { seq: replying.message.seq };
    const text = now ? JSON.stringify(now) : '';
    if (text === this.#last || !im || !user || !conversation) return;
    this.#last = text;
    try {
      if (text) sessionStorage.setItem(keyOf(composer, user), text);
      else sessionStorage.removeItem(keyOf(composer, user));
    } catch {
      // Storage is shut or full: then it is kept as long as the page.
    }
  }
}
