import type { Client } from '@tokenim/client';
import type { Body, Cid, ConversationId } from '@tokenim/protocol';
import type { Live } from '@tokenim/store';

/** What stands for the conversation that is not there yet. */
export const firstConversation = 'first' as ConversationId;

export interface FirstClientOptions {
  draft(): string | undefined;
  setDraft(text: string): void;
  send(text: string): Promise<void>;
  sendFile(file: Blob, options: Parameters<Client['sendFile']>[2]): Promise<void>;
}

const nothing: Live<never> = { subscribe: () => () => {} };

/**
 * What a composer writes to before there is a conversation, or even a client: nothing is made on the server or on this
 * device until the first message is sent. A composer that asks for anything else hears nothing.
 */
export function firstClient(options: FirstClientOptions): Client {
  const sent = async (work: Promise<void>) => {
    await work;
    return '' as Cid;
  };
  const conversation: Live<unknown> = {
    subscribe(next) {
      next({ id: firstConversation, draft: options.draft() });
      return () => {};
    },
  };
  return {
    views: new Proxy({}, { get: (_, name) => () => (name === 'conversation' ? conversation : nothing) }),
    typing() {},
    on: () => () => {},
    setDraft: async (_: ConversationId, text: string) => options.setDraft(text),
    send: (_: ConversationId, body: Body) => sent(options.send((body as { text: string }).text)),
    sendFile: (_: ConversationId, ...file: Parameters<FirstClientOptions['sendFile']>) =>
      sent(options.sendFile(...file)),
  } as unknown as Client;
}
