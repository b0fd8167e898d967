import { join } from 'node:path';
import type { Plugin } from 'vite';

/**
 * The helper around each `import()`. Some browsers remember for as long as the page lives that a chunk did not come,
 * so one that failed is asked for by another address. All chunks stand in one folder. Where the bundler picks a part
 * of what came (`import(…).then(…)`) only the first attempt is made.
 */
export const importer = `export const __vitePreload = (load) => load().catch((error) => {
  const name = /import\\(.(\\.[^'"\`]+).\\)$/.exec(load);
  if (!name) throw error;
  return import(/* @vite-ignore */ new URL(name[1] + '?' + Date.now(), import.meta.url).href);
});`;

/**
 * What would be loaded by every page for nothing:
 * - Dexie's usual entry is a wrapper around a UMD file in ES5; its modern build is the same in fewer bytes.
 * - Schemas say at length why something does not fit; a page only asks whether it does (lean-zod.ts). And making
 *   one is a call, which bundlers keep even where the schema is never used, as those of what clients send.
 * - Vite wraps each `import()` in a helper that fetches style sheets ahead. Our chunks have none, so `importer` is
 *   what stands there.
 */
export function leanBundles(): Plugin {
  return {
    name: 'tokenim:lean-bundles',
    enforce: 'pre',
    resolveId: {
      filter: { id: /^(?:dexie|zod\/mini)$/ },
      handler(id, importer) {
        if (id === 'zod/mini') return join(import.meta.dirname, 'lean-zod.ts');
        return this.resolve('dexie/dist/modern/dexie.mjs', importer, { skipSelf: true });
      },
    },
    load: {
      filter: { id: /^\0vite\/preload-helper\.js$/ },
      handler: () => importer,
    },
    // What the helper would be told of style sheets, once for each `import()`.
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        for (const file of Object.values(bundle))
          if (file.type === 'chunk') file.code = file.code.replaceAll(',[],import.meta.url)', ')');
      },
    },
    transform: {
      filter: { id: /packages[\\/]protocol[\\/].*\.ts$/, code: /\bz\./ },
      handler: (code) => ({ code: code.replace(/\bz\s*\.\w+\(/g, '/* @__PURE__ */ $&'), map: null }),
    },
  };
}
