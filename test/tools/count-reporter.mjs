// A reporter for node's test runner: one JSON line with the counts, for the closing line of `npm test`.
// biome-ignore lint/style/noDefaultExport: node asks for it
export default async function* count(source) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for await (const event of source) {
    if (event.type !== 'test:pass' && event.type !== 'test:fail') continue;
    const { details, skip, todo } = event.data;
    if (details?.type === 'suite') continue;
    if (event.type === 'test:fail' && !todo) counts.failed++;
    else if (skip !== undefined || todo !== undefined) counts.skipped++;
    else counts.passed++;
  }
  yield `${JSON.stringify(counts)}\n`;
}
