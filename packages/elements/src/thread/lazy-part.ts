import type { CSSResult } from 'lit';
import type { TimElement } from '../base/element.js';

/** Code of a thread that only some messages need, fetched with the first of them, with its styles. */
export interface LazyPart<T> {
  /** Rejects where it does not come; the next call asks again. */
  load(): Promise<T>;
  /**
   * The same for a render: undefined where it is not here yet, and then, if it is `needed`, the host is rendered
   * again once it is.
   */
  of(host: TimElement, needed: boolean): T | undefined;
}

export function lazyPart<T>(fetch: () => Promise<T>, styles?: (part: T) => CSSResult): LazyPart<T> {
  let part: T | undefined;
  const load = async () => {
    part ??= await fetch();
    return part;
  };
  return {
    load,
    of(host, needed) {
      if (part) {
        const { adoptedStyleSheets } = host.renderRoot as ShadowRoot;
        const sheet = styles?.(part).styleSheet;
        if (sheet && !adoptedStyleSheets.includes(sheet)) adoptedStyleSheets.push(sheet);
      } else if (needed)
        load().then(
          () => host.requestUpdate(),
          () => {},
        );
      return part;
    },
  };
}
