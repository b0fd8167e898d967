import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Manifest, mergeConfig, type Plugin } from 'vite';
import { compileAhead, root, shared } from '../../../vite.config.js';
import { precompress } from './compress.js';

/** Where the server finds `/tokenim.js` and `/tim/…`. */
export const widgetDist = join(root, 'packages/widget/dist');
const source = join(root, 'packages/widget/src');

/**
 * Builds what a script tag loads: chunks named by a hash of their content below `tim/`, then the loader, one
 * classic script that knows the first chunk's name. Pages may hold an older loader for some minutes, so a
 * server that is updated in place should keep the former `tim/` beside the new one.
 *
 * @returns the manifest of the chunks, by source file.
 */
export async function buildWidget(): Promise<Manifest> {
  const staging = join(root, `.cache/widget-${process.pid}`);
  const entry = join(source, 'entry.ts');
  const atOnce = staticClosure(entry);
  await build(
    mergeConfig(shared(), {
      root,
      configFile: false,
      logLevel: 'warn',
      base: './',
      build: {
        outDir: staging,
        emptyOutDir: true,
        manifest: 'manifest.json',
        rolldownOptions: {
          input: entry,
          plugins: [atOnce.plugin],
          output: {
            postBanner: ({ isEntry }: { isEntry: boolean }) => (isEntry ? compileAhead : ''),
            codeSplitting: { groups: [{ name: 'chat', test: (id: string) => atOnce.modules.has(id) }] },
            entryFileNames: 'tim/[name]-[hash].js',
            chunkFileNames: 'tim/[name]-[hash].js',
            assetFileNames: 'tim/[name]-[hash][extname]',
          },
        },
      },
    }),
  );
  const manifest = JSON.parse(await readFile(join(staging, 'manifest.json'), 'utf8')) as Manifest;
  const first = Object.values(manifest).find((chunk) => chunk.isEntry);
  if (!first) throw new Error('The widget was built without an entry chunk.');

  await build(
    mergeConfig(shared(), {
      root,
      configFile: false,
      logLevel: 'warn',
      define: { __TIM_ENTRY__: JSON.stringify(first.file) },
      build: {
        outDir: staging,
        emptyOutDir: false,
        lib: {
          entry: join(source, 'loader/main.ts'),
          formats: ['iife'],
          name: 'tokenimLoader',
          fileName: () => 'tokenim.js',
        },
      },
    }),
  );
  await precompress(staging);

  // Libraries are built into the same folder: only what is ours is replaced.
  await mkdir(widgetDist, { recursive: true });
  await rm(join(widgetDist, 'tim'), { recursive: true, force: true });
  for (const name of ['tim', 'manifest.json', 'tokenim.js', 'tokenim.js.br', 'tokenim.js.gz']) {
    await rename(join(staging, name), join(widgetDist, name));
  }
  await rm(staging, { recursive: true, force: true });
  return manifest;
}

/**
 * The modules that `entry` imports without `import()`. They go into one chunk: one request, and one stream to
 * compress, where the bundler by itself would put what lazy chunks need too into a second one.
 */
function staticClosure(entry: string) {
  const modules = new Set<string>();
  const plugin: Plugin = {
    name: 'tokenim:static-closure',
    buildEnd() {
      const add = (id: string): void => {
        if (modules.has(id)) return;
        modules.add(id);
        for (const imported of this.getModuleInfo(id)?.importedIds ?? []) add(imported);
      };
      add(entry);
    },
  };
  return { modules, plugin };
}
