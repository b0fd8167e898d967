export { breakages } from './broken/breakages.js';
export { startProxy } from './broken/proxy.js';
export { type Check, rulesOf } from './check.js';
export { allChecks } from './checks/index.js';
export type { ConformanceOptions, Result, TokenOptions } from './options.js';
export { formatResult, summarize } from './report.js';
export { runConformance } from './run.js';
export { hs256Tokens } from './tokens.js';
export { WireClient } from './wire-client.js';
