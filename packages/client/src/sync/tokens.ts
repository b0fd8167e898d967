import type { Clock } from '../clock.js';

/** The user's token: one at a time is fetched, and one that was refused is not used again. */
export class Tokens {
  readonly #fetch: () => Promise<string>;
  readonly #clock: Clock;
  #token: string | undefined;
  #fetching: Promise<string> | undefined;
  #fetchedAt = Number.NEGATIVE_INFINITY;

  constructor(fetch: () => Promise<string>, clock: Clock) {
    this.#fetch = fetch;
    this.#clock = clock;
  }

  /** The token at hand, or a fresh one. Rejects as the site's function does. */
  get(renew = false): Promise<string> {
    if (this.#token !== undefined && !renew) return Promise.resolve(this.#token);
    this.#fetching ??= this.#fetch()
      .then((token) => {
        this.#token = token;
        this.#fetchedAt = this.#clock.now();
        return token;
      })
      .finally(() => {
        this.#fetching = undefined;
      });
    return this.#fetching;
  }

  /** The server did not take it. True where a fresh one is worth trying at once: the refused one was not new. */
  refused(): boolean {
    const old = this.#clock.now() - this.#fetchedAt > 10_000;
    this.#token = undefined;
    return old;
  }
}

/** The user that a token is of: its `sub`, read without checking anything. */
export function subjectOf(token: string): string | undefined {
  try {
    const payload = token.split('.')[1]!.replace(/-/g, '+').replace(/_/g, '/');
    const sub: unknown = JSON.parse(atob(payload)).sub;
    return typeof sub === 'string' ? sub : undefined;
  } catch {
    return undefined;
  }
}
