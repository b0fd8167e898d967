import type { CSSResult } from 'lit';

/** Styles that come with the code that needs them; a second time changes nothing. */
export function adopt(root: ShadowRoot, ...styles: CSSResult[]): void {
  for (const { styleSheet } of styles)
    if (styleSheet && !root.adoptedStyleSheets.includes(styleSheet)) root.adoptedStyleSheets.push(styleSheet);
}
