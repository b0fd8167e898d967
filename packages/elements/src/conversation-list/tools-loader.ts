import type { TimElement } from '../base/element.js';

export type Tools = typeof import('./tools.js');

let tools: Tools | undefined;
let coming: Promise<unknown> | undefined;

/**
 * The search field and the filters, for a render: undefined where they are not here yet, and then the host is rendered
 * again once they are. Where they do not come, a render after that asks again.
 */
export function toolsFor(host: TimElement): Tools | undefined {
  if (!tools) {
    coming ??= import('./tools.js')
      .then(
        (module) => {
          tools = module;
        },
        () => {},
      )
      .finally(() => {
        coming = undefined;
      });
    void coming.then(() => tools && host.requestUpdate());
    return undefined;
  }
  const { adoptedStyleSheets } = host.renderRoot as ShadowRoot;
  const sheet = tools.toolStyles.styleSheet!;
  if (!adoptedStyleSheets.includes(sheet)) adoptedStyleSheets.push(sheet);
  return tools;
}
