import type { Result } from './options.js';

/** One line: `pass [W3] …`, `FAIL [W3] …: why`, `skip [W3] …: why`. */
export function formatResult({ status, title, why }: Result): string {
  const word = status === 'fail' ? 'FAIL' : status;
  return `${word} ${title}${why === undefined ? '' : `\n     ${why}`}`;
}

/** The rules by how they fared: one failed check fails its rules; a rule is skipped where all its checks were. */
export function summarize(results: readonly Result[]): {
  passed: string[];
  failed: string[];
  skipped: string[];
} {
  const rules = [...new Set(results.flatMap((result) => result.rules))];
  const has = (rule: string, status: Result['status']) =>
    results.some((result) => result.status === status && result.rules.includes(rule));
  const failed = rules.filter((rule) => has(rule, 'fail'));
  const passed = rules.filter((rule) => !failed.includes(rule) && has(rule, 'pass'));
  return {
    failed,
    passed,
    skipped: rules.filter((rule) => !failed.includes(rule) && !passed.includes(rule)),
  };
}
