import { mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { AppId, defaultLimits, type FileId, type Limits, type UserId } from '@tokenim/protocol';
import { jwtVerify, SignJWT } from 'jose';
import { pino } from 'pino';
import { FolderBytes } from '../bytes/folder-bytes.js';
import type { ServerCore } from '../core/options.js';
import type { Scan } from '../scan/scan.js';
import type { App, Storage, StoredFile } from '../storage/storage.js';
import { createHttpApp, type HttpOptions } from './app.js';
import { fileUrl } from './file-address.js';
import { StoredFiles } from './stored-files.js';

/** For the tests beside: the HTTP side on a real port, with a core and a storage of a few lines behind it. */
export interface Harness {
  origin: string;
  data: string;
  files: Map<string, StoredFile & { app: AppId }>;
  state: {
    draining: boolean;
    broken: boolean;
    readers: (user: string) => boolean;
    fileLimit: number;
    limits: Partial<Limits>;
  };
  token(user: string, app?: string): Promise<string>;
  /** An address as the core gives it out. */
  signed(user: string | undefined, file: string, options?: { app?: string; expires?: number }): string;
  stop(): Promise<void>;
}

export const apps: App[] = [
  { id: AppId.parse('demo'), secret: 'demo-secret-'.repeat(4), origins: ['https://shop.example'] },
  { id: AppId.parse('other'), secret: 'other-secret-'.repeat(4), origins: ['*'] },
];

export async function startHarness(
  config: Partial<HttpOptions['config']> = {},
  scan?: Scan,
): Promise<Harness> {
  const logger = pino({ level: 'silent' });
  const data = await mkdtemp(join(tmpdir(), 'tokenim-http-'));
  const files: Harness['files'] = new Map();
  const state: Harness['state'] = {
    draining: false,
    broken: false,
    readers: () => true,
    fileLimit: 1024 * 1024,
    limits: {},
  };
  const storage = fakeStorage(files, state);
  const app = createHttpApp({
    core: fakeCore(state),
    storage,
    files: new StoredFiles(new FolderBytes(join(data, 'files')), storage, logger, scan),
    config: { widgetDir: join(data, 'widget'), proxies: 0, visitorRate: 1000, ...config },
    logger,
    metrics: { contentType: 'text/plain', metrics: async () => 'tokenim_connections 0\n' },
  });
  const server = createAdaptorServer({ fetch: app.fetch, serverOptions: { requestTimeout: 0 } }) as Server;
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    data,
    files,
    state,
    token: (user, id = 'demo') =>
      new SignJWT({})
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuer(id)
        .setSubject(user)
        .setExpirationTime('1h')
        .sign(new TextEncoder().encode(secretOf(id))),
    signed: (user, file, { app: id = 'demo', expires = Date.now() + 60_000 } = {}) =>
      fileUrl(secretOf(id), { app: id as AppId, user: user as UserId, file: file as FileId, expires }),
    async stop() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await rm(data, { recursive: true });
    },
  };
}

function secretOf(id: string): string {
  return apps.find((app) => app.id === id)!.secret;
}

function fakeCore(state: Harness['state']): ServerCore {
  const core: Partial<ServerCore> = {
    async verifyToken(token) {
      const refuse = () => Object.assign(new Error('no'), { code: 'unauthorized' });
      const { iss } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString() || '{}');
      const app = apps.find((each) => each.id === iss);
      if (!app) throw refuse();
      const { payload } = await jwtVerify(token, new TextEncoder().encode(app.secret)).catch(() => {
        throw refuse();
      });
      return { app: app.id, user: payload.sub as UserId, role: 'user', expires: payload.exp! * 1000 };
    },
    canReadFile: async (_app, user) => state.readers(user),
    limits: async () => ({ ...defaultLimits, file: state.fileLimit, ...state.limits }),
    stats: () => ({ connections: 0, users: 0, pending: 0, draining: state.draining }),
  };
  return core as ServerCore;
}

function fakeStorage(files: Harness['files'], state: Harness['state']): Storage {
  const storage: Partial<Storage> = {
    async check() {
      if (state.broken) throw new Error('disk full at /secret/path');
    },
    async getApp(id) {
      await storage.check!();
      return apps.find((app) => app.id === id);
    },
    async putFile(app, file, bound) {
      const key = `${app}/${file.id}`;
      if (files.has(key)) return 'exists';
      const { most = Number.POSITIVE_INFINITY, since = 0 } = bound ?? {};
      const isUnderWay = (f: StoredFile) =>
        f.owner === file.owner && f.created > since && !f.conversation && f.check !== 'rejected';
      if ([...files.values()].filter(isUnderWay).length >= most) return 'too_many';
      files.set(key, { ...file, app, complete: false });
      return 'made';
    },
    getFile: async (app, id) => files.get(`${app}/${id}`),
    async completeFile(app, id, type, check) {
      Object.assign(files.get(`${app}/${id}`)!, {
        complete: true,
        type,
        check: check ? 'pending' : undefined,
      });
    },
    async settleFile(app, id, fine) {
      Object.assign(files.get(`${app}/${id}`)!, { check: fine ? undefined : 'rejected' });
    },
    listUncheckedFiles: async (limit) =>
      [...files.values()].filter((f) => f.check === 'pending').slice(0, limit),
    async deleteFile(app, id) {
      if (files.get(`${app}/${id}`)?.conversation === undefined) files.delete(`${app}/${id}`);
    },
    getUser: async (_app, id) => ({ id, role: 'user', version: 0 }),
    listUnnamedFiles: async (before, limit) =>
      [...files.values()].filter((f) => f.conversation === undefined && f.created < before).slice(0, limit),
  };
  return storage as Storage;
}

let made = 0;
/** A new UUIDv7-shaped id. */
export function fileId(): string {
  made++;
  return `0199c7e0-1b00-7000-8000-${made.toString(16).padStart(12, '0')}`;
}

/** `Upload-Metadata` of pairs. */
export function metadata(pairs: Record<string, string>): string {
  return Object.entries(pairs)
    .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
    .join(',');
}
