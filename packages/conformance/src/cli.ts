// The command: pnpm conformance ws://host:port --app demo --secret …
import { parseArgs } from 'node:util';
import { formatResult, summarize } from './report.js';
import { runConformance } from './run.js';
import { hs256Tokens } from './tokens.js';

const usage = `Checks a backend against PROTOCOL.md.

  pnpm conformance <ws://host:port> --app <id> --secret <secret> [options]

  --app <id>               an app of the backend; every run makes users and conversations of its own in it
  --secret <secret>        signs their tokens (HS256); or the environment variable TOKENIM_SECRET
  --origin <origin>        an origin that the app allows, and
  --foreign-origin <o>     one that it does not: without both, H6 is skipped
  --only <rule or words>   only these checks; may be given again
  --long                   also what takes up to a minute
  --windows                the app has an editWindow and a deleteWindow of a few seconds: with --only W11
  --scanner                the backend checks files and rejects the EICAR test file: with --only U9
  --file-limits            the app takes some types and sizes of files only: with --only U10 --only U11 --only U12
  --no-files, --no-visitors, --no-agents
  --parallel <n>           checks at once (4)
  --patience <ms>          how long to wait for any one thing (5000)`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    allowNegative: true,
    options: {
      app: { type: 'string' },
      secret: { type: 'string', default: process.env.TOKENIM_SECRET },
      origin: { type: 'string' },
      'foreign-origin': { type: 'string' },
      only: { type: 'string', multiple: true },
      long: { type: 'boolean', default: false },
      windows: { type: 'boolean', default: false },
      scanner: { type: 'boolean', default: false },
      'file-limits': { type: 'boolean', default: false },
      files: { type: 'boolean', default: true },
      visitors: { type: 'boolean', default: true },
      agents: { type: 'boolean', default: true },
      parallel: { type: 'string', default: '4' },
      patience: { type: 'string', default: '5000' },
      help: { type: 'boolean', default: false },
    },
  });
  const [endpoint] = positionals;
  if (values.help || !endpoint || !values.app || !values.secret) {
    console.log(usage);
    return values.help ? 0 : 2;
  }
  const { origin, 'foreign-origin': foreign } = values;
  const results = await runConformance({
    endpoint,
    app: values.app,
    tokenFor: hs256Tokens(values.app, values.secret),
    ...(origin && foreign && { origins: { allowed: origin, refused: foreign } }),
    only: values.only,
    long: values.long,
    windows: values.windows,
    scanner: values.scanner,
    fileLimits: values['file-limits'],
    files: values.files,
    visitors: values.visitors,
    agents: values.agents,
    parallel: Number(values.parallel),
    patience: Number(values.patience),
    onResult: (result) => console.log(formatResult(result)),
  });
  const { passed, failed, skipped } = summarize(results);
  const count = (status: string) => results.filter((result) => result.status === status).length;
  console.log(`\n${count('pass')} checks passed, ${count('fail')} failed, ${count('skip')} skipped`);
  console.log(`rules passed: ${passed.join(' ') || 'none'}`);
  console.log(`rules failed: ${failed.join(' ') || 'none'}`);
  console.log(`rules skipped: ${skipped.join(' ') || 'none'}`);
  return failed.length > 0 ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
