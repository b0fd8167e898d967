// Lists the rules of PROTOCOL.md that no test cites. Run: `node packages/protocol/tools/rules.ts`; with --strict
// it fails where one is left.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The ids of the rules, in the order of the page, twice where one stands twice. */
export function ruleIds(page: string): string[] {
  return [...page.matchAll(/^- \*\*\[([A-Z]\d+)\]\*\*/gm)].map((match) => match[1]!);
}

export function readPage(): string {
  return readFileSync(new URL('../PROTOCOL.md', import.meta.url), 'utf8');
}

/** Tests are `*.test.ts`, end to end `*.e2e.ts`, and the checks of the conformance suite. */
function isTest(path: string): boolean {
  return /\.(test|e2e)\.ts$/.test(path) || /conformance\/src\/checks\//.test(path);
}

function* files(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (['node_modules', 'dist', '.git'].includes(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* files(path);
    else if (isTest(path)) yield path;
  }
}

/** Where each rule is cited: a title of a test, or of a check, begins with its id in brackets. */
export function citations(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const folder of ['packages', 'test']) {
    for (const path of files(join(root, folder))) {
      for (const [title] of readFileSync(path, 'utf8').matchAll(/['"`](\[[A-Z]\d+\] ?)+/g)) {
        for (const [, id] of title.matchAll(/\[([A-Z]\d+)\]/g)) {
          found.set(id!, [...new Set([...(found.get(id!) ?? []), path.slice(root.length)])]);
        }
      }
    }
  }
  return found;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const cited = citations();
  const ids = ruleIds(readPage());
  for (const id of ids) console.log(`${id.padEnd(4)} ${cited.get(id)?.join(' ') ?? 'NO TEST'}`);
  const left = ids.filter((id) => !cited.has(id));
  console.log(
    `${ids.length - left.length} of ${ids.length} rules have a test; without: ${left.join(' ') || 'none'}`,
  );
  if (left.length > 0 && process.argv.includes('--strict')) process.exitCode = 1;
}
