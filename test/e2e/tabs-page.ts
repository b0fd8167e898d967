// What each tab of tabs.e2e.ts runs: a client without elements, and what the test reads of it.
import { type Client, createClient } from '@tokenim/client';
import type { ConversationId } from '@tokenim/protocol';

export interface TabPage {
  start(options: { endpoint: string; app: string; user: string; token: string }): Promise<void>;
  /** When (ms) this tab became the one with the socket; 0 as long as it is not. */
  ledAt: number;
  /** Shown connection status. */
  status: string;
  /** Writes that wait or failed. */
  unsent: { waiting: number; failed: number };
  create(member: string): Promise<string>;
  /** Sends texts one after another; what is on disk is in `kept`. */
  sendAll(conversation: string, texts: string[]): Promise<void>;
  kept: string[];
  /** Everything that the thread shows, without pending ones. */
  show(conversation: string): void;
  shown: string[];
  typed: number;
  typing(conversation: string): void;
  /** Bytes of uploads that left, as this tab heard. */
  uploaded: number;
  /** Sends a file of so many bytes; returns their SHA-256 in hex. */
  sendFile(conversation: string, size: number): Promise<string>;
  loadBefore(conversation: string, seq: number): Promise<string>;
  stop(): Promise<void>;
}

let client: Client;

const page: TabPage = {
  ledAt: 0,
  status: '',
  unsent: { waiting: 0, failed: 0 },
  kept: [],
  shown: [],
  typed: 0,
  uploaded: 0,
  async start({ token, ...options }) {
    client = createClient({ ...options, token: async () => token });
    client.on('leader', ({ leading }) => {
      page.ledAt = leading ? Date.now() : 0;
    });
    client.on('typing', () => {
      page.typed += 1;
    });
    client.on('progress', ({ sent }) => {
      page.uploaded = sent;
    });
    client.views.connection().subscribe(({ status }) => {
      page.status = status;
    });
    client.views.outbox().subscribe((unsent) => {
      page.unsent = unsent;
    });
    await client.start();
  },
  create: (member) => client.create({ type: 'direct', members: [member] }),
  async sendAll(conversation, texts) {
    for (const text of texts) {
      await client.send(conversation as ConversationId, { type: 'text', text });
      page.kept.push(text);
    }
  },
  show(conversation) {
    client.views
      .thread(conversation as ConversationId, { anchor: 'end', before: 90, after: 0 })
      .subscribe(({ rows }) => {
        page.shown = rows
          .filter((row) => row.state === 'sent' && !row.note)
          .map((row) => (row.body as { text?: string } | undefined)?.text ?? '');
      });
    void client.open(conversation as ConversationId);
  },
  typing: (conversation) => client.typing(conversation as ConversationId, true),
  async sendFile(conversation, size) {
    const bytes = new Uint8Array(size);
    // As much as one call of it may fill.
    for (let at = 0; at < size; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
    await client.sendFile(conversation as ConversationId, new Blob([bytes]), { name: 'film.bin' });
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  },
  loadBefore: (conversation, seq) => client.loadBefore(conversation as ConversationId, seq),
  stop: () => client.stop(),
};

Object.assign(window, { tab: page });
