import type { ConversationId } from '@tokenim/protocol';
import type { TimWidget } from './widget.js';
import { fullWords } from './words-more.js';

/** A conversation, or one message of it. */
export interface Goal {
  conversation: ConversationId;
  seq: number | undefined;
}

/** `<conversation>` or `<conversation>/<seq>`. */
function parse(text: string): Goal {
  const [conversation, seq] = text.split('/');
  return { conversation: conversation as ConversationId, seq: Number(seq) || undefined };
}

/** How long a conversation may take to come after the connection is there, in ms, before it is said to be missing. */
const patience = 4_000;

/** What `#tim=<conversation>` or `#tim=<conversation>/<seq>` names, both parts percent-encoded; undefined for others. */
export function parseHash(hash: string): Goal | undefined {
  const [, id, seq] = /^#tim=([^/]+)(?:\/(\d{1,15}))?$/.exec(hash) ?? [];
  try {
    return id
      ? { conversation: decodeURIComponent(id) as ConversationId, seq: Number(seq) || undefined }
      : undefined;
  } catch {
    // Not what `encodeURIComponent` makes.
    return undefined;
  }
}

/** Opens what the address names, and takes it out of the address, so that the same link works a second time. */
export async function followHash(widget: TimWidget): Promise<void> {
  const goal = parseHash(location.hash);
  if (!goal) return;
  history.replaceState(history.state, '', location.pathname + location.search);
  await widget.openConversation(goal.conversation, goal.seq);
}

/** Goes to the widget's goal when its conversation is here, which may be only after the next sync. */
export function reach(widget: TimWidget): void {
  const { client, trail } = widget;
  const { goal } = trail;
  if (!goal || !client) return;
  const target = parse(goal.conversation);
  target.seq ??= goal.seq;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stops: (() => void)[] = [];
  const stop = () => {
    clearTimeout(timer);
    for (const each of stops.splice(0)) each();
  };
  const current = () => {
    const still = trail.goal === goal && widget.client === client && widget.opened;
    if (!still) stop();
    return still;
  };
  stops.push(
    client.views.conversation(target.conversation).subscribe((row) => {
      if (!current() || !row || row.me.left) return;
      stop();
      void show(widget, target);
    }),
    client.views.connection().subscribe(({ status }) => {
      clearTimeout(timer);
      if (!current() || status !== 'online') return;
      timer = setTimeout(() => {
        if (!current()) return;
        stop();
        trail.goal = undefined;
        trail.notice = fullWords(widget.words).notFound;
        widget.requestUpdate();
      }, patience);
    }),
  );
}

async function show(widget: TimWidget, { conversation, seq }: Goal): Promise<void> {
  widget.trail.goal = undefined;
  const { view } = widget.trail;
  if (view?.name !== 'thread' || view.conversation !== conversation)
    widget.trail.go({ name: 'thread', conversation });
  if (seq === undefined) return;
  await widget.updateComplete;
  const thread = widget.renderRoot.querySelector('tim-thread');
  await thread?.updateComplete;
  thread?.showMessage(seq);
}
