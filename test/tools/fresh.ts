import { spawn } from 'node:child_process';
import { globSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The newest change, in ms, among files; 0 where there is none. */
function newest(root: string, patterns: string[]): number {
  return Math.max(0, ...globSync(patterns, { cwd: root }).map((path) => statSync(join(root, path)).mtimeMs));
}

/** Whether the widget's or the playground's bundles are missing or older than a source they are made of. */
export function isStale(root: string): boolean {
  const sources = [
    'packages/{protocol,store,client,elements,widget}/src/**/*.{ts,css}',
    'packages/plugins/*/src/**/*.{ts,css}',
    'vite.config.ts',
    'test/tools/build.ts',
    'test/tools/build/**/*.ts',
  ];
  const pages = ['playground/*.{html,ts}', 'playground/{desk,gallery,public,theming}/**/*.*'];
  const widget = newest(root, ['packages/widget/dist/tokenim.js']);
  const playground = newest(root, ['playground/dist/*.html']);
  return widget < newest(root, sources) || playground < newest(root, [...sources, ...pages]);
}

/** Builds when stale. False when the build failed; what went wrong has been printed. */
export async function buildIfStale(root: string): Promise<boolean> {
  if (!isStale(root)) return true;
  console.log('Building the widget and the playground …');
  const args = [
    '--conditions=source',
    '--import',
    './test/tools/ts.mjs',
    'test/tools/build.ts',
    'widget',
    'playground',
  ];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
    child.once('exit', (code) => resolve(code === 0));
  });
}
