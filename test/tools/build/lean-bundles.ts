import type { Plugin } from 'vite';

/**
 * Two things that would be loaded by every page for nothing:
 * - Dexie's usual entry is a wrapper around a UMD file in ES5; its modern build is the same in fewer bytes.
 * - Vite wraps each `import()` in a helper that fetches style sheets ahead. Our chunks have none.
 */
export function leanBundles(): Plugin {
  return {
    name: 'tokenim:lean-bundles',
    enforce: 'pre',
    resolveId: {
      filter: { id: /^dexie$/ },
      handler(_, importer) {
        return this.resolve('dexie/dist/modern/dexie.mjs', importer, { skipSelf: true });
      },
    },
    load: {
      filter: { id: /^\0vite\/preload-helper\.js$/ },
      handler: () => 'export const __vitePreload = (load) => load();',
    },
  };
}
