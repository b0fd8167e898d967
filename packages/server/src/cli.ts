#!/usr/bin/env node
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { ConfigError, readConfig, type ServerConfig } from './config.js';
import type { Scan } from './scan/scan.js';

/**
 * The command `tokenim-server`. Exit codes: 0 after a clean end, 1 for a fault, 2 for wrong settings or use.
 */

const help = `tokenim-server: the TokenIM backend, embedded: one process, one folder of data.

Use:
  tokenim-server                Runs the server until SIGTERM or SIGINT.
  tokenim-server rotate-epoch   After restoring a backup, with the server stopped: makes every client
                                fetch anew, since what it holds may be newer than the backup.
  tokenim-server --help         Shows this.
  tokenim-server --version      Shows the version.

Settings, from environment variables:
  TOKENIM_APPS           Must be set. Path of a JSON file, or the JSON itself: a list of apps,
                         [{ "id": "shop", "secret": "(32 characters or more)",
                            "origins": ["https://shop.example.org"], "limits": {} }]
  TOKENIM_HOST           Address to listen on. Default 127.0.0.1
  TOKENIM_PORT           Port. Default 8787
  TOKENIM_DATA           Folder of the database and the files. Default ./.data
  TOKENIM_LOG_LEVEL      silent, fatal, error, warn, info, debug or trace. Default info
  TOKENIM_METRICS_TOKEN  Token that /metrics asks for, 16 characters or more. Default: none is asked for
  TOKENIM_WIDGET_DIR     Folder of the built widget. Default: that of the package @tokenim/widget beside
  TOKENIM_PROXIES        Proxies in front whose X-Forwarded-For is believed. Default 0
  TOKENIM_VISITOR_RATE   New or renewed visitors a minute from one address. Default 30
  TOKENIM_ORPHAN_HOURS   Hours that an uploaded file is kept without a message that names it. Default 24
  TOKENIM_FILES_URL      Base address of files where it is another name of this server, so that what users
                         sent has an origin of its own. Default: the address that the client uses
  TOKENIM_CDN_URL        Base address of a cache in front of this server: files have the same address for
                         all who may read them, and until it ends the address is the permission
  TOKENIM_SCAN_COMMAND   Program that looks at each file before anyone sees it: bytes on its standard input,
                         exit code 0 fine, 1 not
  TOKENIM_SCAN_URL       Service that does so: bytes by POST, answer 2xx fine, 422 not
  TOKENIM_S3_URL         Address of a bucket in which the files are kept, in place of the folder of data
  TOKENIM_S3_KEY_ID      Key of the bucket; TOKENIM_S3_SECRET its secret
  TOKENIM_S3_REGION      Default us-east-1
  TOKENIM_S3_READS       proxy, or redirect: readers get the bytes from the store itself. Default proxy
  TOKENIM_DELETE_MINUTES Minutes in which a message can be deleted for everyone. Default: no end
  TOKENIM_EDIT_MINUTES   Minutes in which a message can be edited. Default: no end
`;

/** Name of the database below the folder of data. */
const database = 'tokenim.sqlite';

/** Milliseconds that a clean end may take before the process goes anyway. */
const patience = 15_000;

async function main(args: string[]): Promise<number> {
  const [command, ...rest] = args;
  if (command === '--help' || command === '-h' || command === 'help') {
    process.stdout.write(help);
    return 0;
  }
  if (command === '--version') {
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
    process.stdout.write(`${version}\n`);
    return 0;
  }
  if (rest.length > 0 || (command !== undefined && command !== 'rotate-epoch')) {
    return fail(2, [`There is no command "${args.join(' ')}". tokenim-server --help shows what there is.`]);
  }
  let config: ServerConfig;
  try {
    config = readConfig(process.env);
  } catch (error) {
    if (error instanceof ConfigError) return fail(2, error.problems);
    throw error;
  }
  // Loaded only now, so that help and wrong settings are answered at once, and behind `quietSqlite`.
  quietSqlite();
  const { lockData } = await import('./data-lock.js');
  if (command === 'rotate-epoch' && !existsSync(join(config.data, database))) {
    return fail(1, [`There is no database in ${config.data} (TOKENIM_DATA).`]);
  }
  const unlock = lockData(config.data);
  if (!unlock) {
    return fail(1, [`Another server uses ${config.data}: stop it, or set TOKENIM_DATA to another folder.`]);
  }
  const code = await (command === 'rotate-epoch' ? rotateEpoch(config) : run(config));
  unlock();
  return code;
}

async function run(config: ServerConfig): Promise<number> {
  // Most connections are idle, and a young generation that has grown in a burst of them never shrinks again:
  // measured 12 KiB a connection with it, 5 without, at the same rate of messages.
  setFlagsFromString('--semi-space-growth-factor=1');
  const { createServer } = await import('./create-server.js');
  const { pino } = await import('pino');
  const { host, port, data, apps, limits, orphanHours, logLevel, s3, fileAddresses, scanner, ...http } =
    config;
  const logger = pino({ level: logLevel });
  const scan = await scanOf(scanner);
  const bytes = s3 && new (await import('./bytes/s3-bytes.js')).S3Bytes(s3);
  const server = createServer({
    host,
    port,
    data,
    apps,
    limits,
    orphanHours,
    http,
    logger,
    bytes,
    fileAddresses,
    scan,
  });
  try {
    const { origin } = await server.listen();
    process.stdout.write(`TokenIM listens on ${origin}\n`);
  } catch (error) {
    await server.close();
    const sentence = whyNoListening(error as NodeJS.ErrnoException, config);
    if (!sentence) throw error;
    return fail(1, [sentence]);
  }
  const signal = await nextSignal();
  process.stdout.write(`${signal}: finishing what was accepted. The same signal again ends at once.\n`);
  void nextSignal().then(() => process.exit(1));
  setTimeout(() => process.exit(1), patience).unref();
  await server.close();
  return 0;
}

async function scanOf(scanner: ServerConfig['scanner']): Promise<Scan | undefined> {
  if (scanner === undefined) return undefined;
  return typeof scanner === 'string'
    ? (await import('./scan/scan-url.js')).scanByUrl(scanner)
    : (await import('./scan/scan-command.js')).scanByCommand(scanner);
}

async function rotateEpoch(config: ServerConfig): Promise<number> {
  const { SqliteStorage } = await import('./storage/sqlite/sqlite-storage.js');
  const storage = new SqliteStorage({ path: join(config.data, database) });
  await storage.rotateEpoch();
  await storage.close();
  process.stdout.write('The epoch is changed: clients fetch anew and keep what they have not sent yet.\n');
  return 0;
}

/** Node says at every start that its SQLite is experimental. Its other warnings stay. */
function quietSqlite(): void {
  const [usual] = process.listeners('warning');
  if (!usual) return;
  process.removeListener('warning', usual);
  process.on('warning', (warning) => {
    if (!warning.message.startsWith('SQLite is an experimental feature')) usual(warning);
  });
}

function nextSignal(): Promise<string> {
  return new Promise((resolve) => {
    for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => resolve(name));
  });
}

function whyNoListening(error: NodeJS.ErrnoException, { host, port, s3 }: ServerConfig): string | undefined {
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${port} of ${host} is taken: stop what uses it, or set TOKENIM_PORT to another.`;
    case 'EACCES':
      return `Port ${port} may not be used by this account: set TOKENIM_PORT to one above 1023.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `This machine has no address ${host}: set TOKENIM_HOST to one that it has.`;
    case 'bytes':
      return `${error.message} Look at TOKENIM_${s3 ? 'S3_*' : 'DATA'}.`;
    default:
      return undefined;
  }
}

function fail(code: number, sentences: string[]): number {
  for (const sentence of sentences) process.stderr.write(`${sentence}\n`);
  return code;
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: NodeJS.ErrnoException) => {
    process.stderr.write(`The server failed: ${error.message}\n`);
    process.exit(1);
  },
);
