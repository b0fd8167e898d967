import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppId, defaultLimits } from '@tokenim/protocol';
import * as z from 'zod';
import type { S3Options } from './bytes/s3-bytes.js';
import type { AddressOptions } from './http/file-address.js';

/**
 * The settings of `tokenim-server`, from environment variables. Everything is checked at the start, and all
 * that is wrong is told at once, each in one sentence that names its variable.
 */

const count = z.int('must be a whole number').min(1, 'must be at least 1');

const MediaType = z.string('must be text').regex(/^(\*\/\*|[\w.+-]+\/(\*|[\w.+-]+))$/, {
  error: 'must be a media type such as image/png or image/*',
});

/** Limits that an app may set; the rest are the protocol's defaults. None may be above what the schemas allow. */
const AppLimits = z.strictObject({
  text: count.max(defaultLimits.text, `must be at most ${defaultLimits.text}`).optional(),
  page: count.max(500, 'must be at most 500').optional(),
  resumePage: count.max(500, 'must be at most 500').optional(),
  unacked: count.optional(),
  versionedMembers: count.optional(),
  members: count.optional(),
  file: count.optional(),
  fileSizes: z
    .strictObject({
      image: count.optional(),
      audio: count.optional(),
      video: count.optional(),
      other: count.optional(),
    })
    .optional(),
  fileTypes: z.array(MediaType, 'must be a list of media types').max(100, 'must have at most 100').optional(),
  files: count.optional(),
  voice: count.max(86_400_000, 'must be at most 86400000').optional(),
  frameRate: count.optional(),
  deleteWindow: count.optional(),
  editWindow: count.optional(),
});

const Origin = z.string().refine((s) => s === '*' || isOrigin(s), {
  error: 'must be an origin such as https://shop.example.org (no path), or *',
});

const App = z.strictObject({
  id: z.string('must be text').refine((s) => AppId.safeParse(s).success, {
    error: 'must be 1 to 40 characters of a-z, 0-9 and -',
  }),
  secret: z.string('must be text of at least 32 characters').min(32, 'must have at least 32 characters'),
  origins: z.array(Origin, 'must be a list of origins'),
  limits: AppLimits.default({}),
});

const Apps = z.array(App, 'must be a list of apps').min(1, 'must name at least one app');

/** A tenant: its key, the origins its pages have, and limits of its own. */
export interface AppConfig {
  id: AppId;
  /** Signs its tokens (HS256) and the addresses of its files; at least 32 characters. */
  secret: string;
  /** Origins whose pages may connect; `*` allows all. */
  origins: string[];
  /** Overrides of the protocol's default limits. */
  limits: z.infer<typeof AppLimits>;
}

export interface ServerConfig {
  host: string;
  /** 0 takes any free port. */
  port: number;
  /** Absolute path of the folder of database and files. */
  data: string;
  apps: AppConfig[];
  logLevel: 'silent' | 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';
  /** Bearer token that `/metrics` asks for; none: open. */
  metricsToken?: string;
  /** Absolute path of the built widget. */
  widgetDir: string;
  /** Proxies in front whose `X-Forwarded-For` is believed; 0: the socket's address is the client's. */
  proxies: number;
  /** New or renewed visitors a minute from one address. */
  visitorRate: number;
  /** Hours that an uploaded file may stay without a message that names it. */
  orphanHours: number;
  /** Where the addresses of files lead. */
  fileAddresses: AddressOptions;
  /** What looks at each file before it is seen: a program with its arguments, or the address of a service. */
  scanner?: string[] | string;
  /** The bucket of the files; none: the folder of data. */
  s3?: S3Options;
  /** Of all apps that set no other: `deleteWindow` and `editWindow`, in milliseconds (rule W11). */
  limits: { deleteWindow?: number; editWindow?: number };
}

/** Thrown by {@link readConfig}; `problems` are sentences for a person. */
export class ConfigError extends Error {
  readonly code = 'config';
  readonly problems: string[];
  constructor(problems: string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

const number = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((n) => n >= min && n <= max, { error: `must be a whole number from ${min} to ${max}` });

const bucketHint = 'must be the address of a bucket, such as https://files.s3.eu-central-1.amazonaws.com';

const Base = z
  .string()
  .refine(isBase, { error: 'must be an address such as https://files.example.org' })
  .transform((url) => url.replace(/\/+$/, ''));

const levels = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;

const Env = z.object({
  TOKENIM_HOST: z.string().default('127.0.0.1'),
  TOKENIM_PORT: number(0, 65535).default(8787),
  TOKENIM_DATA: z.string().default('./.data'),
  TOKENIM_APPS: z.string({
    error: 'is not set: give the path of a JSON file with the list of apps, or the JSON itself',
  }),
  TOKENIM_LOG_LEVEL: z.enum(levels, { error: `must be one of ${levels.join(', ')}` }).default('info'),
  TOKENIM_METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
  TOKENIM_WIDGET_DIR: z.string().default(fileURLToPath(new URL('../../widget/dist', import.meta.url))),
  TOKENIM_PROXIES: number(0, 10).default(0),
  TOKENIM_VISITOR_RATE: number(1, 1_000_000).default(30),
  TOKENIM_ORPHAN_HOURS: number(1, 8760).default(24),
  TOKENIM_FILES_URL: Base.optional(),
  TOKENIM_CDN_URL: Base.optional(),
  TOKENIM_SCAN_COMMAND: z.string().optional(),
  TOKENIM_SCAN_URL: Base.optional(),
  TOKENIM_S3_URL: z.string().refine(isBase, { error: bucketHint }).optional(),
  TOKENIM_S3_KEY_ID: z.string().optional(),
  TOKENIM_S3_SECRET: z.string().optional(),
  TOKENIM_S3_REGION: z.string().default('us-east-1'),
  TOKENIM_S3_READS: z.enum(['proxy', 'redirect'], { error: 'must be proxy or redirect' }).default('proxy'),
  TOKENIM_DELETE_MINUTES: number(1, 5_256_000).optional(),
  TOKENIM_EDIT_MINUTES: number(1, 5_256_000).optional(),
});

/**
 * Reads and checks the environment.
 * @throws ConfigError with one sentence per problem.
 */
export function readConfig(env: Record<string, string | undefined>): ServerConfig {
  // An empty variable is what a compose file makes of an unset one.
  const set = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const problems: string[] = [];
  const parsed = Env.safeParse(set);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) problems.push(`${String(issue.path[0])} ${issue.message}.`);
  }
  for (const name of ['TOKENIM_S3_KEY_ID', 'TOKENIM_S3_SECRET']) {
    if (set.TOKENIM_S3_URL !== undefined && set[name] === undefined) {
      problems.push(`${name} is not set, but TOKENIM_S3_URL is: the bucket needs a key and a secret.`);
    } else if (set.TOKENIM_S3_URL === undefined && set[name] !== undefined) {
      problems.push(`TOKENIM_S3_URL is not set, but ${name} is: say which bucket the files go to.`);
    }
  }
  if (set.TOKENIM_SCAN_COMMAND !== undefined && set.TOKENIM_SCAN_URL !== undefined) {
    problems.push('TOKENIM_SCAN_COMMAND and TOKENIM_SCAN_URL are both set: one of them looks at files.');
  }
  if (set.TOKENIM_CDN_URL !== undefined && set.TOKENIM_FILES_URL !== undefined) {
    problems.push('TOKENIM_CDN_URL and TOKENIM_FILES_URL are both set: files have one base address.');
  }
  if (set.TOKENIM_CDN_URL !== undefined && set.TOKENIM_S3_READS === 'redirect') {
    problems.push(
      'TOKENIM_CDN_URL is set, and TOKENIM_S3_READS is redirect: the cache would never see the bytes.',
    );
  }
  const apps = set.TOKENIM_APPS === undefined ? undefined : readApps(set.TOKENIM_APPS, problems);
  if (!parsed.success || !apps || problems.length > 0) throw new ConfigError(problems);
  const e = parsed.data;
  return {
    host: e.TOKENIM_HOST,
    port: e.TOKENIM_PORT,
    data: resolve(e.TOKENIM_DATA),
    apps,
    logLevel: e.TOKENIM_LOG_LEVEL,
    metricsToken: e.TOKENIM_METRICS_TOKEN,
    widgetDir: resolve(e.TOKENIM_WIDGET_DIR),
    proxies: e.TOKENIM_PROXIES,
    visitorRate: e.TOKENIM_VISITOR_RATE,
    orphanHours: e.TOKENIM_ORPHAN_HOURS,
    scanner: e.TOKENIM_SCAN_COMMAND?.split(/\s+/).filter(Boolean) ?? e.TOKENIM_SCAN_URL,
    fileAddresses: {
      base: e.TOKENIM_CDN_URL ?? e.TOKENIM_FILES_URL,
      shared: e.TOKENIM_CDN_URL !== undefined,
    },
    ...(e.TOKENIM_S3_URL !== undefined && {
      s3: {
        url: e.TOKENIM_S3_URL,
        region: e.TOKENIM_S3_REGION,
        keyId: e.TOKENIM_S3_KEY_ID!,
        secret: e.TOKENIM_S3_SECRET!,
        redirect: e.TOKENIM_S3_READS === 'redirect',
      },
    }),
    limits: {
      ...milliseconds('deleteWindow', e.TOKENIM_DELETE_MINUTES),
      ...milliseconds('editWindow', e.TOKENIM_EDIT_MINUTES),
    },
  };
}

function milliseconds(name: string, minutes: number | undefined): Record<string, number> {
  return minutes === undefined ? {} : { [name]: minutes * 60_000 };
}

function readApps(value: string, problems: string[]): AppConfig[] | undefined {
  const inline = /^\s*[[{]/.test(value);
  let text = value;
  if (!inline) {
    try {
      text = readFileSync(value, 'utf8');
    } catch {
      problems.push(`TOKENIM_APPS names the file ${value}, which cannot be read.`);
      return undefined;
    }
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    problems.push(`TOKENIM_APPS ${inline ? 'is' : `names the file ${value}, which is`} not valid JSON.`);
    return undefined;
  }
  const parsed = Apps.safeParse(json);
  if (!parsed.success) {
    for (const issue of parsed.error.issues)
      problems.push(`TOKENIM_APPS${place(issue.path)} ${said(issue)}.`);
    return undefined;
  }
  const ids = parsed.data.map((app) => app.id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined) {
    problems.push(`TOKENIM_APPS names the app ${twice} twice.`);
    return undefined;
  }
  return parsed.data as AppConfig[];
}

/** `[0].secret`, as one would write it in code. The value itself is never shown: it may be a secret. */
function place(path: PropertyKey[]): string {
  return path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
}

function said(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `has the unknown key ${issue.keys.join(', ')}`;
  return issue.message.startsWith('Invalid input') ? 'is missing or of the wrong type' : issue.message;
}

/** An address, perhaps with a path, and without anything behind it. */
function isBase(text: string): boolean {
  try {
    const url = new URL(text);
    return (
      /^https?:$/.test(url.protocol) &&
      url.href.replace(/\/+$/, '') === text.replace(/\/+$/, '') &&
      !/[?#@]/.test(text)
    );
  } catch {
    return false;
  }
}

function isOrigin(text: string): boolean {
  try {
    return new URL(text).origin === text;
  } catch {
    return false;
  }
}
