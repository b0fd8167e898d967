import { type Check, rulesOf, Skip } from './check.js';
import { allChecks } from './checks/index.js';
import { Context } from './context.js';
import type { ConformanceOptions, Result } from './options.js';

/** Runs the checks against a backend. Rejects only where it is not to be reached at all. */
export async function runConformance(options: ConformanceOptions): Promise<Result[]> {
  const wanted = allChecks.filter((check) => isWanted(check, options.only));
  // What stops the backend comes last and alone.
  const last = wanted.filter((check) => check.needs.includes('drain'));
  const queue = wanted.filter((check) => !last.includes(check));
  const results: Result[] = [];
  const work = async (checks: Check[]) => {
    for (let check = checks.shift(); check; check = checks.shift()) {
      const result = await runOne(check, options);
      results.push(result);
      options.onResult?.(result);
    }
  };
  await Promise.all(Array.from({ length: options.parallel ?? 4 }, () => work(queue)));
  await work(last);
  const order = new Map(allChecks.map(({ title }, i) => [title, i]));
  return results.sort((a, b) => order.get(a.title)! - order.get(b.title)!);
}

function isWanted({ title }: Check, only: string[] | undefined): boolean {
  if (!only || only.length === 0) return true;
  const rules = rulesOf(title);
  return only.some((one) => rules.includes(one) || (!/^[A-Z]\d+$/.test(one) && title.includes(one)));
}

async function runOne(check: Check, options: ConformanceOptions): Promise<Result> {
  const of = { title: check.title, rules: rulesOf(check.title) };
  const missing = lacks(check, options);
  if (missing) return { ...of, status: 'skip', why: missing };
  const context = new Context(options);
  try {
    await check.run(context);
    const faults = context.clients.flatMap((client) => client.faults);
    if (faults.length > 0) return { ...of, status: 'fail', why: faults[0] };
    return { ...of, status: 'pass' };
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n').slice(0, 12).join(' ') : String(error);
    return { ...of, status: error instanceof Skip ? 'skip' : 'fail', why };
  } finally {
    context.end();
  }
}

function lacks({ needs }: Check, options: ConformanceOptions): string | undefined {
  if (needs.includes('long') && !options.long) return 'takes long; asked for with long';
  if (needs.includes('windows') && !options.windows) return 'takes an app with short windows';
  if (needs.includes('file-limits') && !options.fileLimits) return 'takes an app with limits of files';
  if (needs.includes('scanner') && !options.scanner) return 'takes a backend that checks files';
  if (needs.includes('files') && options.files === false) return 'the backend takes no files';
  if (needs.includes('visitors') && options.visitors === false) return 'the backend has no visitors';
  if (needs.includes('agents') && options.agents === false) return 'no agent tokens';
  if (needs.includes('origins') && !options.origins) return 'no allowed and refused origin were given';
  if (needs.includes('drain') && !options.drain) return 'no way to stop the backend was given';
  return undefined;
}
