// `npm test`: every test there is, and one closing line. `npm test -- unit browser` runs only the parts named.
import { spawn } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBrowser } from './browsers.mjs';
import { buildIfStale } from './fresh.js';
import { provideBrowsers } from './install-browsers.js';
import { add, type Counts, closingLine, readCounts } from './results.js';

const root = join(import.meta.dirname, '..', '..');
const scratch = mkdtempSync(join(tmpdir(), 'tokenim-test-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

let child: ReturnType<typeof spawn> | undefined;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    child?.kill(signal);
    process.exitCode = 130;
    setTimeout(() => process.exit(130), 5_000).unref();
  });
}

function runNode(args: string[], env: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve) => {
    child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

async function counted(name: string, run: (results: string) => Promise<number>): Promise<Counts> {
  console.log(`\n── ${name}`);
  const results = join(scratch, `${name.replaceAll(' ', '-')}.jsonl`);
  const code = await run(results);
  return readCounts(existsSync(results) ? readFileSync(results, 'utf8') : '', code);
}

/** Node's own runner over these files. */
function nodeTests(name: string, files: string[], concurrency: number): Promise<Counts> {
  return counted(name, (results) =>
    runNode([
      '--disable-warning=ExperimentalWarning',
      '--conditions=source',
      '--import',
      './test/tools/ts.mjs',
      '--test',
      `--test-concurrency=${concurrency}`,
      '--test-reporter=spec',
      '--test-reporter-destination=stdout',
      '--test-reporter=./test/tools/count-reporter.mjs',
      `--test-reporter-destination=${results}`,
      ...files,
    ]),
  );
}

function find(...patterns: string[]): string[] {
  return globSync(patterns, { cwd: root, exclude: (path) => path.endsWith('node_modules') }).sort();
}

const parts: Record<string, () => Promise<Counts>> = {
  unit: () =>
    nodeTests(
      'unit',
      find(
        'packages/{*,plugins/*}/src/**/*.test.ts',
        'playground/**/*.test.ts',
        'test/{tools,size,bench}/**/*.test.ts',
      ).filter((path) => !path.endsWith('.browser.test.ts')),
      2,
    ),
  // Whole servers with their own patience: one file at a time.
  system: () => nodeTests('system', find('test/node/**/*.test.ts'), 1),
  // Apart from the unit tests and one after the other: each of these keeps both cores busy.
  faults: () => nodeTests('faults', find('test/{sim,kill}/**/*.test.ts'), 1),
  browser: () =>
    counted('browser', (results) =>
      runNode(['node_modules/@web/test-runner/dist/bin.js'], { RESULTS: results }),
    ),
  e2e: async () => {
    if (!(await buildIfStale(root))) return { passed: 0, failed: 1, skipped: 0 };
    return nodeTests('e2e', find('test/e2e/**/*.e2e.ts'), 1);
  },
};

const named = process.argv.slice(2);
const unknown = named.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(
    `There is no part "${unknown.join(', ')}": say ${Object.keys(parts).join(', ')}, or nothing for all.`,
  );
  process.exit(1);
}
const wanted = named.length > 0 ? named : Object.keys(parts);

if (wanted.includes('browser') || wanted.includes('e2e')) {
  const found = provideBrowsers();
  if (typeof found === 'string') {
    console.error(found);
    process.exit(1);
  }
  process.env.CHROME_PATH ??= findBrowser('chromium') ?? '';
}

let total: Counts = { passed: 0, failed: 0, skipped: 0 };
const lines: string[] = [];
for (const name of wanted) {
  if (process.exitCode === 130) break;
  const counts = await parts[name]!();
  total = add(total, counts);
  lines.push(
    `${name.padEnd(8)} ${closingLine(counts)}${counts.skipped ? `, ${counts.skipped} skipped` : ''}`,
  );
}
console.log(`\n${lines.join('\n')}\n${closingLine(total)}`);
if (total.failed > 0) process.exitCode = 1;
process.exit();
