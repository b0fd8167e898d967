import type { TimElement } from '../base/element.js';

export type Media = typeof import('./media.js');

let media: Media | undefined;

/** What photos and files need. Rejects where it does not come; the next call asks again. */
export async function loadMedia(): Promise<Media> {
  media ??= await import('./media.js');
  return media;
}

/**
 * The same for a render: undefined where it is not here yet, and then the host is rendered again once it is. Where
 * it does not come, the next render asks again.
 */
export function mediaFor(host: TimElement): Media | undefined {
  if (!media) {
    loadMedia().then(
      () => host.requestUpdate(),
      () => {},
    );
    return undefined;
  }
  const { adoptedStyleSheets } = host.renderRoot as ShadowRoot;
  const sheet = media.mediaStyles.styleSheet!;
  if (!adoptedStyleSheets.includes(sheet)) adoptedStyleSheets.push(sheet);
  return media;
}
