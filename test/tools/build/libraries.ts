import { spawn } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { root } from '../../../vite.config.js';

interface Package {
  folder: string;
  name: string;
  needs: string[];
}

function packages(): Package[] {
  return globSync('packages/{*,plugins/*}/package.json', { cwd: root }).map((path) => {
    const { name, dependencies = {} } = JSON.parse(readFileSync(join(root, path), 'utf8')) as {
      name: string;
      dependencies?: Record<string, string>;
    };
    return {
      folder: dirname(path),
      name,
      needs: Object.keys(dependencies).filter((one) => one.startsWith('@tokenim/')),
    };
  });
}

/** Those that others need come first. */
function inOrder(all: Package[]): Package[] {
  const done: Package[] = [];
  const add = (one: Package): void => {
    if (done.includes(one)) return;
    for (const name of one.needs) {
      const needed = all.find((other) => other.name === name);
      if (needed) add(needed);
    }
    done.push(one);
  };
  for (const one of all.sort((a, b) => a.name.localeCompare(b.name))) add(one);
  return done;
}

/**
 * Each package's `dist/`: its modules as JavaScript with declarations, as published. A package sees the others as
 * a site would, by their `dist/`, so what is not exported is not found.
 *
 * @throws where a package does not compile; what is wrong has been printed.
 */
export async function buildLibraries(): Promise<void> {
  const configs = join(root, '.cache', 'tsc');
  await mkdir(configs, { recursive: true });
  for (const { folder, name } of inOrder(packages())) {
    if (!existsSync(join(root, folder, 'src/index.ts'))) continue;
    const config = join(configs, `${name.replace(/\W+/g, '-')}.json`);
    await writeFile(
      config,
      JSON.stringify({
        extends: join(root, 'tsconfig.json'),
        compilerOptions: {
          customConditions: [],
          noEmit: false,
          declaration: true,
          rootDir: join(root, folder, 'src'),
          outDir: join(root, folder, 'dist'),
          typeRoots: [join(root, 'node_modules/@types')],
        },
        include: [join(root, folder, 'src')],
        exclude: [join(root, folder, 'src/**/*.test.ts'), join(root, folder, 'src/testing')],
      }),
    );
    await run([join(root, 'node_modules/typescript/bin/tsc'), '-p', config], name);
  }
}

function run(args: string[], name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${name} does not compile; see above.`)),
    );
  });
}
