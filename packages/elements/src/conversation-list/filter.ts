import type { Client } from '@tokenim/client';
import type { ConversationRow } from '@tokenim/store';
import { conversationName } from '../base/conversations.js';
import { first } from '../base/first.js';
import { fold } from '../base/fold.js';
import type { Localize } from '../base/localize.js';
import { others, personName } from '../base/people.js';
import type { Show } from './list-types.js';

/** Rows are read so many at a time, so that typing goes on in between. */
const page = 500;

interface Entry {
  row: ConversationRow;
  name: string;
  all: string;
}

/**
 * Finds conversations by names, titles and the newest message, as one types. Made with the first letter: it reads
 * all conversations once, keeps their words, and follows what is newest.
 */
export class Filter {
  /** All are read. */
  ready = false;
  readonly #client: Client;
  readonly #l: Localize;
  readonly #me: string | undefined;
  readonly #changed: () => void;
  readonly #entries = new Map<string, Entry>();
  #stop: (() => void) | undefined;
  #run = 0;

  constructor(client: Client, l: Localize, me: string | undefined, changed: () => void) {
    this.#client = client;
    this.#l = l;
    this.#me = me;
    this.#changed = changed;
    this.#stop = client.views.conversations({ show: 'all', limit: 50 }).subscribe((rows) => {
      for (const row of rows) this.#add(row);
      changed();
    });
    void this.refresh();
  }

  /** Reads everything anew, for instance after flags of old conversations changed. */
  async refresh(): Promise<void> {
    const run = ++this.#run;
    const seen = new Set<string>();
    for (let offset = 0; ; offset += page) {
      const live = this.#client.views.conversations({ show: 'all', offset, limit: page });
      const rows = await first(live).catch(() => undefined);
      if (run !== this.#run || !rows) return;
      for (const row of rows) {
        seen.add(row.id);
        this.#add(row);
      }
      if (rows.length < page) break;
      this.#changed();
    }
    for (const id of this.#entries.keys()) if (!seen.has(id)) this.#entries.delete(id);
    this.ready = true;
    this.#changed();
  }

  close(): void {
    this.#run = -1;
    this.#stop?.();
  }

  /** Those that have every word of `text`: found by name first, then the newest first. */
  find(text: string, show: Show): ConversationRow[] {
    const words = fold(text).split(/\s+/).filter(Boolean);
    const has = (place: string) => words.every((word) => place.includes(word));
    const byName: ConversationRow[] = [];
    const byText: ConversationRow[] = [];
    for (const { row, name, all } of this.#entries.values()) {
      if (!shown(row, show)) continue;
      if (has(name)) byName.push(row);
      else if (has(all)) byText.push(row);
    }
    const newest = (a: ConversationRow, b: ConversationRow) => b.ts - a.ts;
    return [...byName.sort(newest), ...byText.sort(newest)];
  }

  #add(row: ConversationRow): void {
    const people = others(row, this.#me).map((person) => personName(person, this.#l));
    const name = fold([conversationName(row, this.#me, this.#l), ...people].join('\n'));
    const text = row.last && row.last.type !== 'deleted' ? row.last.text : '';
    this.#entries.set(row.id, { row, name, all: `${name}\n${fold(`${text}\n${row.draft ?? ''}`)}` });
  }
}

function shown(row: ConversationRow, show: Show): boolean {
  if (show === 'all') return true;
  if (show === 'archived') return row.me.archived === true;
  // Typing in the inbox finds archived conversations, too: whoever looks for someone does not know where they are.
  return show === 'inbox' || ((row.unreadCount > 0 || row.me.unread === true) && !row.me.archived);
}
