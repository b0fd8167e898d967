import { join } from 'node:path';
import type { Plugin } from 'vite';

/**
 * What would be loaded by every page for nothing:
 * - Dexie's usual entry is a wrapper around a UMD file in ES5; its modern build is the same in fewer bytes.
 * - Schemas say at length why something does not fit; a page only asks whether it does (lean-zod.ts). And making
 *   one is a call, which bundlers keep even where the schema is never used, as those of what clients send.
 * - Vite wraps each `import()` in a helper that fetches style sheets ahead. Our chunks have none.
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
      handler: () => 'export const __vitePreload = (load) => load();',
    },
    transform: {
      filter: { id: /packages[\\/]protocol[\\/].*\.ts$/, code: /\bz\./ },
      handler: (code) => ({ code: code.replace(/\bz\s*\.\w+\(/g, '/* @__PURE__ */ $&'), map: null }),
    },
  };
}
