import type { Client, Search } from '@tokenim/client';
import type { ConversationId } from '@tokenim/protocol';
import type { SearchHit } from '@tokenim/store';

/** Milliseconds without a key after which the server is asked: it allows two searches a second. */
const patience = 350;
/** Milliseconds after which a server that was still preparing is asked again. */
const pause = 3000;

export type There = 'idle' | 'looking' | 'done' | 'offline' | 'unavailable' | 'failed';

/** One search, here and there, as the words change; what an older one brings late is dropped. */
export class Searching {
  here: SearchHit[] = [];
  /** What the server found that this device did not. */
  there: SearchHit[] = [];
  next: number | undefined;
  /** The server is still preparing: some of what it has may be missing. */
  partial = false;
  state: There = 'idle';
  /** This device was looked at for the present words. */
  looked = false;
  failed = false;
  building = false;
  readonly #changed: () => void;
  #search: Promise<Search> | undefined;
  #run = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #last:
    | { client: Client; text: string; conversation: ConversationId | undefined; limit: number }
    | undefined;
  #again: ReturnType<typeof setTimeout> | undefined;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Finds the words anew; `limit` on this device. */
  look(client: Client, text: string, conversation: ConversationId | undefined, limit: number): void {
    // Without words nothing is followed, and no text kept in memory.
    if (text.trim() === '') {
      this.forget();
      this.#changed();
      return;
    }
    const run = ++this.#run;
    this.#last = { client, text, conversation, limit };
    clearTimeout(this.#timer);
    this.state = 'idle';
    this.there = [];
    this.next = undefined;
    this.partial = false;
    this.failed = false;
    void this.#find(run);
    this.#timer = setTimeout(() => void this.more(), patience);
  }

  /** Looks on this device; what it says first is shown while older messages are still read. */
  async #find(run: number, again = false): Promise<void> {
    const { client, text, conversation, limit } = this.#last!;
    const show = (hits: SearchHit[], failed = false) => {
      if (run !== this.#run) return;
      this.here = hits;
      this.looked = true;
      this.failed = failed;
      this.#changed();
    };
    try {
      const search = await this.#open(client);
      const request = { text, limit, ...(conversation ? { conversation } : {}) };
      // Looking again, there is something to see already.
      show(await search.find(request, again ? undefined : (hits) => show(hits)));
    } catch {
      show([], true);
    }
  }

  /** Asks the server for the first, or for what is older; `anew`, for the first once more. */
  async more(anew = false): Promise<void> {
    const last = this.#last;
    if (!last || this.state === 'looking') return;
    const run = this.#run;
    clearTimeout(this.#timer);
    if (!anew) {
      this.state = 'looking';
      this.#changed();
    }
    try {
      const search = await this.#open(last.client);
      const { text, conversation } = last;
      const before = anew ? undefined : this.next;
      const answer = await search.findThere({
        text,
        ...(conversation ? { conversation } : {}),
        ...(before === undefined ? {} : { before }),
      });
      if (run !== this.#run) return;
      this.there = [...(anew ? [] : this.there), ...answer.hits];
      this.next = answer.next;
      this.partial = answer.partial === true;
      this.state = 'done';
      if (this.partial && before === undefined) this.#timer = setTimeout(() => void this.more(true), pause);
    } catch (error) {
      if (run !== this.#run || anew) return;
      const { code } = error as { code?: string };
      this.state =
        code === 'offline' || code === 'timeout'
          ? 'offline'
          : code === 'bad_frame'
            ? 'unavailable'
            : 'failed';
    }
    this.#changed();
  }

  /** Ends, and keeps nothing of what was found. */
  forget(): void {
    this.close();
    this.here = [];
    this.there = [];
    this.next = undefined;
    this.partial = false;
    this.looked = false;
    this.failed = false;
    this.building = false;
    this.state = 'idle';
  }

  close(): void {
    this.#run += 1;
    clearTimeout(this.#timer);
    clearTimeout(this.#again);
    this.#again = undefined;
    this.#search?.then(
      (search) => search.close(),
      () => {},
    );
    this.#search = undefined;
  }

  get #wanting(): boolean {
    return this.looked && this.here.length < (this.#last?.limit ?? 0);
  }

  #lookAgain(): void {
    this.#again = undefined;
    if (this.#wanting) void this.#find(this.#run, true);
  }

  #open(client: Client): Promise<Search> {
    this.#search ??= client.search().then((search) => {
      search.watch(({ building }) => {
        const ended = this.building && !building;
        if (building !== this.building) {
          this.building = building;
          this.#changed();
        }
        // What was indexed meanwhile may have more: now and then, and at the end.
        if ((building || ended) && this.#wanting) this.#again ??= setTimeout(() => this.#lookAgain(), 250);
      });
      return search;
    });
    this.#search.catch(() => {
      this.#search = undefined;
    });
    return this.#search;
  }
}
