/** What one runner counted. */
export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/**
 * Sums the lines that runners wrote. A runner that ended badly without having counted a failure (it could not
 * start, or was killed) counts as one failure, so that the sum never says less than the exit codes.
 */
export function readCounts(lines: string, exitCode: number): Counts {
  const sum: Counts = { passed: 0, failed: 0, skipped: 0 };
  for (const line of lines.split('\n')) {
    if (!line) continue;
    const counts = JSON.parse(line) as Counts;
    sum.passed += counts.passed;
    sum.failed += counts.failed;
    sum.skipped += counts.skipped;
  }
  if (exitCode !== 0 && sum.failed === 0) sum.failed = 1;
  return sum;
}

export function add(a: Counts, b: Counts): Counts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/** The last line of every command that tests; tools read it. */
export function closingLine({ passed, failed }: Counts): string {
  return `${passed} passed, ${failed} failed`;
}
