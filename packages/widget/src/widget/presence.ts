import type { Client } from '@tokenim/client';
import type { UserId } from '@tokenim/protocol';
import { css, html, nothing, type TemplateResult } from 'lit';
import { adopt } from './adopt.js';
import type { TimWidget } from './widget.js';
import { fullWords } from './words-more.js';

const styles = css`
  .there::before {
    content: '';
    display: inline-block;
    inline-size: 8px;
    block-size: 8px;
    margin-inline: 4px 5px;
    border-radius: 50%;
    background: var(--_success);
  }
  /* Away is told by its shape, too. */
  .there.away::before {
    background: none;
    box-shadow: inset 0 0 0 2px var(--_warning);
  }
`;

type State = 'online' | 'away' | 'offline';

/** Whom a client was asked about; what is not known yet is undefined. */
const known = new WeakMap<Client, Map<UserId, State | undefined>>();

/** Whether the other one of a conversation is there, in a word; whoever is not is not spoken of. */
export function thereTemplate(s: TimWidget, user: UserId): TemplateResult | typeof nothing {
  const { client } = s;
  if (!client) return nothing;
  adopt(s.renderRoot as ShadowRoot, styles);
  const states = known.get(client) ?? watch(s, client);
  if (!states.has(user)) void ask(s, client, states, user);
  const state = states.get(user);
  return state === 'online' || state === 'away'
    ? html`<span class="there ${state}">${fullWords(s.words)[state]}</span>`
    : nothing;
}

function watch(s: TimWidget, client: Client): Map<UserId, State | undefined> {
  const states = new Map<UserId, State | undefined>();
  known.set(client, states);
  client.on('presence', ({ user, state }) => {
    states.set(user, state);
    s.requestUpdate();
  });
  // What was true before a cut is asked for again.
  client.views.connection().subscribe(() => {
    states.clear();
    s.requestUpdate();
  });
  return states;
}

async function ask(
  s: TimWidget,
  client: Client,
  states: Map<UserId, State | undefined>,
  user: UserId,
): Promise<void> {
  states.set(user, undefined);
  // Without network nobody knows; it is asked again once there is one.
  const answer = await client.presence([user]).catch(() => undefined);
  if (answer && states.get(user) === undefined) states.set(user, answer.get(user));
  s.requestUpdate();
}
