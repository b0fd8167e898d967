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
    async resolveId(id, importer) {
      if (id !== 'dexie') return null;
      return this.resolve('dexie/dist/modern/dexie.mjs', importer, { skipSelf: true });
    },
    load(id) {
      if (id !== '\0vite/preload-helper.js') return null;
      return 'export const __vitePreload = (load) => load();';
    },
  };
}
