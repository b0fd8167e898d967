import { noChange } from 'lit';
import { Directive, directive, type ElementPart } from 'lit/directive.js';

/**
 * Sets CSS properties on an element through the CSSOM. Lit's own styleMap writes a `style` attribute at first,
 * which a Content-Security-Policy without `unsafe-inline` refuses.
 */
class CssVars extends Directive {
  render(_values: Record<string, string | undefined>): typeof noChange {
    return noChange;
  }

  override update(part: ElementPart, [values]: [Record<string, string | undefined>]): typeof noChange {
    const { style } = part.element as HTMLElement;
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined) style.removeProperty(name);
      else if (style.getPropertyValue(name) !== value) style.setProperty(name, value);
    }
    return noChange;
  }
}

export const cssVars = directive(CssVars);
