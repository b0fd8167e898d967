import type { Plugin } from 'vite';

interface Node {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}

interface Edit {
  start: number;
  end: number;
  text: string;
}

/**
 * Takes needless white space out of html`…`, svg`…` and css`…`, which minifiers of script leave alone. In markup
 * a run becomes one space, since between words it may be meant; in style sheets comments and the spaces beside
 * punctuation go, too.
 */
export function minifyTemplates(): Plugin {
  return {
    name: 'tokenim:minify-templates',
    enforce: 'post',
    transform: {
      filter: { id: /packages[\\/](?:elements|widget|plugins)[\\/].*\.ts$/, code: /\b(?:html|svg|css)`/ },
      handler(code) {
        const edits: Edit[] = [];
        visit(this.parse(code) as unknown as Node, (node) => {
          if (node.type !== 'TaggedTemplateExpression') return;
          const { name } = node.tag as { name?: string };
          const squeeze =
            name === 'css' ? squeezeCss : name === 'html' || name === 'svg' ? squeezeMarkup : undefined;
          if (!squeeze) return;
          for (const part of (
            node.quasi as { quasis: { value: { raw: string }; start: number; end: number }[] }
          ).quasis) {
            const at = code.indexOf(part.value.raw, part.start);
            const text = squeeze(part.value.raw);
            if (text !== part.value.raw) edits.push({ start: at, end: at + part.value.raw.length, text });
          }
        });
        edits.sort((a, b) => b.start - a.start);
        let result = code;
        for (const { start, end, text } of edits) result = result.slice(0, start) + text + result.slice(end);
        return { code: result, map: null };
      },
    },
  };
}

function visit(node: Node, see: (node: Node) => void): void {
  see(node);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (child && typeof (child as Node).type === 'string') visit(child as Node, see);
    }
  }
}

/** A run of white space is one space. */
export function squeezeMarkup(markup: string): string {
  return markup.replace(/\s+/g, ' ');
}

/** Strings keep their words; white space goes where CSS has no use for it. */
export function squeezeCss(css: string): string {
  return css
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,]) ?/g, '$1')
    .replace(/([\w-]): /g, '$1:')
    .replace(/;}/g, '}');
}
