import { claimsOf } from './claims.js';
import type { Local } from './local.js';

/** A person without an account, as this browser remembers them. */
export interface Visitor {
  user: string;
  token: string;
  /** Exchanged for a new token; the only thing that makes this browser that visitor. */
  refresh: string;
  /** When this device got the token, by its own clock, ms. */
  got: number;
}

/** The server does not know this visitor any more: start again as a new one. */
export class VisitorGoneError extends Error {
  readonly code = 'visitor_gone';
}

/** The server could not be reached or is busy: try again later. */
export class VisitorUnreachableError extends Error {
  readonly code = 'visitor_unreachable';
}

/** A token is used up to this long before its end, in ms, so that it does not end on the way. */
const margin = 60_000;

/**
 * The visitor's session (rule T5): made on first use, kept in localStorage, so that the next page and the next
 * day are the same visitor. Two tabs that start at once make one visitor: the first holds a lock meanwhile.
 */
export class VisitorSession {
  readonly #app: string;
  readonly #endpoint: string;
  readonly #local: Local;
  /** The token that was handed out last: asked again, it is no longer good. */
  #used: string | undefined;

  constructor(app: string, endpoint: string, local: Local) {
    this.#app = app;
    this.#endpoint = endpoint.replace(/\/+$/, '');
    this.#local = local;
  }

  /** The visitor of earlier, without any network. */
  restore(): Visitor | undefined {
    const kept = this.#local.json<Visitor>('visitor');
    return typeof kept?.user === 'string' && typeof kept.refresh === 'string' ? kept : undefined;
  }

  /** The visitor of earlier, else a new one. Rejects with VisitorUnreachableError. */
  obtain(): Promise<Visitor> {
    return exclusively(`tokenim:${this.#app}:visitor`, async () => this.restore() ?? (await this.#ask()));
  }

  /** A token that is good now; fetches one where the kept one was tried or is about to end. */
  async token(): Promise<string> {
    const kept = this.restore();
    if (!kept) throw new VisitorGoneError('There is no visitor.');
    if (kept.token !== this.#used && isFresh(kept)) {
      this.#used = kept.token;
      return kept.token;
    }
    const renewed = await exclusively(`tokenim:${this.#app}:visitor`, async () => {
      const now = this.restore();
      // Another tab may have renewed it while this one waited.
      return now && now.token !== kept.token && isFresh(now) ? now : await this.#ask(kept.refresh);
    });
    this.#used = renewed.token;
    return renewed.token;
  }

  forget(): void {
    this.#local.remove('visitor');
  }

  async #ask(refresh?: string): Promise<Visitor> {
    let response: Response;
    try {
      response = await fetch(`${this.#endpoint}/v1/visitors`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ app: this.#app, refresh }),
        credentials: 'omit',
      });
    } catch (cause) {
      throw new VisitorUnreachableError('The server cannot be reached.', { cause });
    }
    if (refresh && response.status === 401) {
      throw new VisitorGoneError(`The server answered ${response.status}.`);
    }
    if (!response.ok) throw new VisitorUnreachableError(`The server answered ${response.status}.`);
    const { user, token, refresh: next = refresh } = (await response.json()) as Omit<Visitor, 'got'>;
    const visitor: Visitor = { user, token, refresh: next!, got: Date.now() };
    this.#local.set('visitor', JSON.stringify(visitor));
    return visitor;
  }
}

/** By the token's own length of life and this device's clock, which may be wrong but runs evenly. */
function isFresh({ token, got }: Visitor): boolean {
  const { iat, exp } = claimsOf(token);
  if (exp === undefined) return false;
  const life = iat === undefined ? exp * 1000 - got : (exp - iat) * 1000;
  const age = Date.now() - got;
  return age >= 0 && age < life - margin;
}

/** One at a time among the tabs, where the browser has Web Locks. */
function exclusively<T>(name: string, work: () => Promise<T>): Promise<T> {
  // The lock manager awaits the callback, and TypeScript's declaration says so only for its own result.
  return navigator.locks ? (navigator.locks.request(name, work) as Promise<T>) : work();
}
