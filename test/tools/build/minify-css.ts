import type { Plugin } from 'vite';

/** Takes comments and needless white space out of css`…` templates, which minifiers of script leave alone. */
export function minifyCss(): Plugin {
  return {
    name: 'tokenim:minify-css',
    transform: {
      filter: { id: /packages[\\/].*\.ts$/, code: /css`/ },
      handler(code) {
        return { code: code.replace(/\bcss`[^`]*`/g, squeeze), map: null };
      },
    },
  };
}

/** Quoted strings and the inside of `${…}` stay as they are: only runs of white space beside punctuation go. */
export function squeeze(css: string): string {
  return css
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,]) ?/g, '$1')
    .replace(/([\w-]): /g, '$1:')
    .replace(/;}/g, '}');
}
