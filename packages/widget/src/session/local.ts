/**
 * What the widget keeps in the site's localStorage, all under `tokenim:<app>:`. Every access may throw where
 * the browser forbids storage (then the page alone remembers); callers ask for consent first.
 */
export class Local {
  readonly #prefix: string;
  readonly #memory = new Map<string, string>();

  constructor(app: string) {
    this.#prefix = `tokenim:${app}:`;
  }

  get(name: string): string | undefined {
    try {
      return localStorage.getItem(this.#prefix + name) ?? this.#memory.get(name);
    } catch {
      return this.#memory.get(name);
    }
  }

  set(name: string, value: string): void {
    this.#memory.set(name, value);
    try {
      localStorage.setItem(this.#prefix + name, value);
    } catch {
      // Full or forbidden: what the page remembers must do.
    }
  }

  remove(name: string): void {
    this.#memory.delete(name);
    try {
      localStorage.removeItem(this.#prefix + name);
    } catch {
      // Nothing was stored then.
    }
  }

  json<T>(name: string): T | undefined {
    try {
      return JSON.parse(this.get(name) ?? '') as T;
    } catch {
      return undefined;
    }
  }
}
