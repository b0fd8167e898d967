import type { FileRef } from '@tokenim/protocol';
import type { ConversationRow, MessageRow } from '@tokenim/store';
import type { TimElement } from '../base/element.js';
import type { Localize } from '../base/localize.js';
import { memberName } from '../base/people.js';
import { TimEditEvent, TimOpenImageEvent, TimReplyEvent } from '../events.js';
import { loadMedia } from './media-loader.js';
import type { RowActions } from './row-context.js';

interface Surroundings {
  l: Localize;
  me: () => string | undefined;
  conversation: () => ConversationRow | undefined;
  show: (seq: number) => void;
}

/** What is done with messages. Writes go to the store; one that fails there leaves the row as it was. */
export function rowActions(host: TimElement, { l, me, conversation, show }: Surroundings): RowActions {
  const done = (write: Promise<unknown> | undefined) => void write?.catch(() => {});
  const save = (row: MessageRow, open: boolean) => {
    const file = (row.body as { file?: FileRef } | undefined)?.file;
    const { im } = host;
    if (im && file) done(loadMedia().then(({ saveFile }) => saveFile(im, row.conversation, file, open)));
  };
  const actions: RowActions = {
    async menu(row, from, touch) {
      // Without network the code of the menu may not come; the next try asks again.
      const module = await import('./message-menu.js').catch(() => undefined);
      const own = row.sender === me();
      const name = own ? l.t('youName') : memberName(conversation(), row.sender, l);
      module?.openMessageMenu({
        root: host.renderRoot,
        row,
        from,
        touch,
        own,
        me: me(),
        l,
        react: (emoji, on) => actions.react(row, emoji, on),
        edit: () => host.dispatchEvent(new TimEditEvent(row)),
        reply: () => host.dispatchEvent(new TimReplyEvent(row, name)),
        remove: () => done(host.im?.remove(row.conversation, row.cid)),
      });
    },
    react: (row, emoji, on) => done(host.im?.react(row.conversation, row.cid, emoji, on)),
    show,
    openImage(row) {
      if (host.dispatchEvent(new TimOpenImageEvent(row))) save(row, true);
    },
    download: (row) => save(row, false),
    retry: (cid) => done(host.im?.retry(cid)),
    discard: (cid) => done(host.im?.discard(cid)),
    pause: (cid, on) => done(on ? host.im?.pause(cid) : host.im?.resume(cid)),
  };
  return actions;
}
