import type { Cid, ConversationId } from '@tokenim/protocol';
import type { MessageRow } from '@tokenim/store';

const bubbling = { bubbles: true, composed: true };

/** A conversation was chosen in the list. */
export class TimSelectEvent extends Event {
  readonly conversation: ConversationId;
  constructor(conversation: ConversationId) {
    super('tim-select', bubbling);
    this.conversation = conversation;
  }
}

/** The reader asked for a new conversation, on the empty list. */
export class TimStartEvent extends Event {
  constructor() {
    super('tim-start', bubbling);
  }
}

/** Before a message leaves the composer, with its files. `preventDefault` keeps it there. */
export class TimBeforeSendEvent extends Event {
  readonly conversation: ConversationId;
  readonly text: string;
  readonly files: readonly File[];
  constructor(conversation: ConversationId, text: string, files: readonly File[] = []) {
    super('tim-before-send', { ...bubbling, cancelable: true });
    this.conversation = conversation;
    this.text = text;
    this.files = files;
  }
}

/** A message is in the outbox. */
export class TimSendEvent extends Event {
  readonly conversation: ConversationId;
  readonly cid: Cid;
  constructor(conversation: ConversationId, cid: Cid) {
    super('tim-send', bubbling);
    this.conversation = conversation;
    this.cid = cid;
  }
}

/** The reader wants to edit an own message. The composer of that conversation takes it and prevents the default. */
export class TimEditEvent extends Event {
  readonly message: MessageRow;
  constructor(message: MessageRow) {
    super('tim-edit', { ...bubbling, cancelable: true });
    this.message = message;
  }
}

/** The reader wants to answer a message. The composer of that conversation takes it and prevents the default. */
export class TimReplyEvent extends Event {
  readonly message: MessageRow;
  /** Name of its sender. */
  readonly name: string;
  constructor(message: MessageRow, name: string) {
    super('tim-reply', { ...bubbling, cancelable: true });
    this.message = message;
    this.name = name;
  }
}

/** A photo was chosen. `preventDefault` where the page shows it by itself; else it opens in a new tab. */
export class TimOpenImageEvent extends Event {
  readonly message: MessageRow;
  constructor(message: MessageRow) {
    super('tim-open-image', { ...bubbling, cancelable: true });
    this.message = message;
  }
}

declare global {
  interface HTMLElementEventMap {
    'tim-select': TimSelectEvent;
    'tim-start': TimStartEvent;
    'tim-before-send': TimBeforeSendEvent;
    'tim-send': TimSendEvent;
    'tim-edit': TimEditEvent;
    'tim-reply': TimReplyEvent;
    'tim-open-image': TimOpenImageEvent;
  }
  interface DocumentEventMap {
    'tim-edit': TimEditEvent;
    'tim-reply': TimReplyEvent;
    'tim-send': TimSendEvent;
  }
}
