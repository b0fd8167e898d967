import type { ConversationRow, MessageRow } from '@tokenim/store';
import type { TimElement } from '../base/element.js';
import type { Localize } from '../base/localize.js';
import { TimOpenImageEvent } from '../events.js';
import { mediaPart } from './media-loader.js';
import type { RowActions } from './row-context.js';

export interface Surroundings {
  l: Localize;
  me: () => string | undefined;
  conversation: () => ConversationRow | undefined;
  show: (seq: number) => void;
  rows: () => readonly MessageRow[];
}

/** What is done with messages. Writes go to the store; one that fails there leaves the row as it was. */
export function rowActions(host: TimElement, surroundings: Surroundings): RowActions {
  const done = (write: Promise<unknown> | undefined) => void write?.catch(() => {});
  const save = (row: MessageRow, open: boolean) =>
    done(mediaPart.load().then(({ saveFile }) => saveFile(host.im, row, open)));
  return {
    // Without network the code of the menu may not come; the next try asks again.
    menu: (row, from, how) =>
      done(
        import('./message-menu.js').then(({ openMessageMenu }) =>
          openMessageMenu(host, surroundings, row, from, how),
        ),
      ),
    react: (row, emoji, on) => done(host.im?.react(row.conversation, row.cid, emoji, on)),
    show: surroundings.show,
    openImage(row) {
      if (!host.dispatchEvent(new TimOpenImageEvent(row))) return;
      const { l, me, conversation, rows } = surroundings;
      import('../gallery/gallery.js').then(
        ({ openGallery }) => openGallery(host, rows(), row, { l, me: me(), conversation: conversation() }),
        () => save(row, true),
      );
    },
    download: (row) => save(row, false),
    retry: (cid) => done(host.im?.retry(cid)),
    discard: (cid) => done(host.im?.discard(cid)),
    pause: (cid, on) => done(on ? host.im?.pause(cid) : host.im?.resume(cid)),
  };
}
