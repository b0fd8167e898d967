import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defaultClientConditions, defineConfig, type InlineConfig } from 'vite';
import { type DemoSiteOptions, demoSite } from './playground/demo-site.js';
import { leanBundles } from './test/tools/build/lean-bundles.js';
import { leanDexiePlugin } from './test/tools/build/lean-dexie.js';
import { leanPartysocketPlugin } from './test/tools/build/lean-partysocket.js';
import { minifyTemplates } from './test/tools/build/minify-templates.js';

export const root = dirname(fileURLToPath(import.meta.url));

/** What all our bundles have in common: packages are read from their sources, browsers are of 2024 or newer. */
export function shared(): InlineConfig {
  return {
    resolve: { conditions: ['source', ...defaultClientConditions] },
    plugins: [minifyTemplates(), leanBundles(), leanDexiePlugin(), leanPartysocketPlugin()],
    build: { target: 'es2022', modulePreload: false, cssMinify: 'lightningcss', reportCompressedSize: false },
  };
}

/**
 * First line of what is fetched before it is needed: V8 compiles all of its functions while it loads them, beside the
 * page's own work, where it would compile each when it is first called. Other engines see a comment.
 * Source: https://v8.dev/blog/explicit-compile-hints
 */
export const compileAhead = '//# allFunctionsCalledOnLoad';

/** The playground, with what its site must know; served at http://127.0.0.1:5173. */
export function playground(options: DemoSiteOptions & { port?: number } = {}): InlineConfig {
  const base = shared();
  const address = { host: '127.0.0.1', port: options.port ?? 5173, strictPort: true };
  return {
    ...base,
    root: join(root, 'playground'),
    appType: 'mpa',
    plugins: [...base.plugins!, demoSite(options)],
    // The shop's policy forbids what hot replacement does.
    server: { ...address, hmr: false },
    preview: address,
    build: {
      ...base.build,
      outDir: join(root, 'playground/dist'),
      emptyOutDir: true,
      rolldownOptions: {
        input: ['index', 'desk', 'links', 'gallery', 'theming'].map((page) =>
          join(root, `playground/${page}.html`),
        ),
      },
    },
  };
}

/** `vite` at the top is the playground. */
export default defineConfig(() => playground());
