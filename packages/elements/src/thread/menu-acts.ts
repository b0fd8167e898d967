import type { MessageRow } from '@tokenim/store';
import type { TimElement } from '../base/element.js';
import { memberName } from '../base/people.js';
import { TimEditEvent, TimReplyEvent } from '../events.js';
import type { Surroundings } from './actions.js';
import { say } from './float.js';
import { TimLinkEvent } from './link-event.js';
import type { MenuAct } from './menu-items.js';
import { copyText } from './row-text.js';

/** Does what was chosen in a message's menu. `from` gets the focus back from a dialog. */
export function runAct(
  act: MenuAct,
  host: TimElement,
  { l, me, conversation }: Surroundings,
  row: MessageRow,
): void {
  switch (act) {
    case 'reply': {
      const name = row.sender === me() ? l.t('youName') : memberName(conversation(), row.sender, l);
      host.dispatchEvent(new TimReplyEvent(row, name));
      break;
    }
    case 'copy':
      void copy(host, l, copyText(row), 'copied');
      break;
    case 'copyLink': {
      const event = new TimLinkEvent(row);
      if (host.dispatchEvent(event)) void copy(host, l, event.url, 'linkCopied');
      break;
    }
    case 'edit':
      host.dispatchEvent(new TimEditEvent(row));
      break;
    case 'forward':
      void import('./forward-dialog.js').then(({ openForward }) => openForward(host, l, me(), row), ignore);
      break;
    case 'details':
      void import('./details-dialog.js').then(
        ({ openDetails }) => openDetails(host, l, me(), conversation(), row),
        ignore,
      );
      break;
    case 'remove':
      void import('./delete-dialog.js').then(({ openDelete }) => openDelete(host, l, row), ignore);
      break;
  }
}

/** Without network the code of a dialog may not come; the next try asks again. */
const ignore = () => {};

/** A page that is not secure has no clipboard, and a browser may refuse it. */
async function copy(
  host: TimElement,
  l: Surroundings['l'],
  text: string,
  done: 'copied' | 'linkCopied',
): Promise<void> {
  const copied = await navigator.clipboard?.writeText(text).then(
    () => true,
    () => false,
  );
  say(host.renderRoot as ShadowRoot, l.t(copied ? done : 'notCopied'));
}
