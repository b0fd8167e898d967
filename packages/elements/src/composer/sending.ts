import type { Cid } from '@tokenim/protocol';
import type { Localize } from '../base/localize.js';
import { TimBeforeSendEvent, TimSendEvent } from '../events.js';
import { copyText } from '../thread/row-text.js';
import type { TimComposer } from './composer.js';
import type { Writing } from './writing.js';

/** How long (ms) a message with a mention waits for the code that finds it. */
const patience = 1_500;

/** How what is in a composer becomes a message, or the new text of one. */
export class Sending {
  /** Only an edit waits for the one before: the field still holds it. Otherwise each Enter has a text of its own. */
  #waits = false;
  readonly #host: TimComposer;
  readonly #writing: Writing;
  readonly #l: Localize;

  constructor(host: TimComposer, writing: Writing, l: Localize) {
    this.#host = host;
    this.#writing = writing;
    this.#l = l;
  }

  async send(): Promise<void> {
    const host = this.#host;
    const writing = this.#writing;
    if (this.#waits) return;
    const names = /[@＠]/.test(writing.text);
    if (names && !host.extras) {
      this.#waits = true;
      await Promise.race([host.more(), new Promise((resolve) => setTimeout(resolve, patience))]);
      this.#waits = false;
    }
    const { im, conversation, editing, replying, extras } = host;
    if (!host.mayItSend || !im || !conversation) return;
    const written = writing.text;
    // As written, white space included: code and verse depend on it. Only what no frame can carry goes.
    const text = written.replace(/\p{Surrogate}/gu, '\ufffd').replaceAll('\0', '');
    const staged = editing ? undefined : extras?.staged;
    const files = staged?.files.map(({ file }) => file);
    if (!host.dispatchEvent(new TimBeforeSendEvent(conversation, text, files))) return;
    const said = { text, ...(names && extras?.mentions(text)) };
    const replyTo = replying?.message.seq;
    let isAnswered = false;
    const sent = (cid: Cid) => {
      isAnswered = true;
      host.dispatchEvent(new TimSendEvent(conversation, cid));
    };
    try {
      if (editing) {
        this.#waits = true;
        if (text !== copyText(editing)) await im.edit(conversation, editing.cid, { type: 'text', ...said });
        if (host.editing === editing) host.cancel();
        return;
      }
      writing.sent(im, conversation);
      host.replying = undefined;
      if (staged) await staged.send({ replyTo, ...(text.trim() && said) }, sent);
      else sent(await im.send(conversation, { type: 'text', ...said }, { replyTo }));
      writing.flush();
    } catch {
      if (host.conversation !== conversation) return;
      if (!editing) {
        // Before what was written meanwhile.
        writing.change([written, writing.text].filter(Boolean).join('\n'));
        if (!isAnswered) host.replying ??= replying;
      }
      // Files say by themselves what is wrong.
      if (!staged && (await host.more())) host.problem = this.#l.t('notSaved');
    } finally {
      if (editing) this.#waits = false;
    }
  }
}
