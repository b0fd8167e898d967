import { timingSafeEqual } from 'node:crypto';
import { paths } from '@tokenim/protocol';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Logger } from 'pino';
import type { ServerConfig } from '../config.js';
import type { ServerCore } from '../core/options.js';
import type { Storage } from '../storage/storage.js';
import { cors, type HttpEnv } from './cors.js';
import { downloads } from './downloads.js';
import { HttpProblem } from './problem.js';
import type { StoredFiles } from './stored-files.js';
import { uploads } from './uploads.js';
import { visitors } from './visitors.js';
import { widgetFiles } from './widget-files.js';

export interface HttpOptions {
  core: ServerCore;
  storage: Storage;
  files: StoredFiles;
  config: Pick<ServerConfig, 'metricsToken' | 'widgetDir' | 'proxies' | 'visitorRate'>;
  logger: Logger;
  /** What `/metrics` answers; a prom-client `Registry` is one. */
  metrics: { metrics(): Promise<string>; readonly contentType: string };
}

/** All that the server answers over HTTP, but the socket's upgrade. */
export function createHttpApp({ core, storage, files, config, logger, metrics }: HttpOptions): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  const upload = uploads({ core, storage, files, logger });
  const download = downloads({ core, storage, files });

  app.onError((error, c) => {
    const problem = error instanceof HttpProblem ? error : new HttpProblem('internal', 'The server failed.');
    if (problem !== error) logger.error({ err: error, path: c.req.path }, 'request failed');
    const headers: Record<string, string> = { 'Content-Type': 'application/json' };
    if (problem.after !== undefined) headers['Retry-After'] = String(problem.after);
    if (problem.status === 401) headers['WWW-Authenticate'] = 'Bearer';
    return c.body(problem.body, problem.status, headers);
  });
  app.notFound((c) => c.json({ error: { code: 'not_found', detail: 'There is nothing here.' } }, 404));

  app.get('/healthz', (c) => c.text('ok'));
  app.get('/readyz', async (c) => {
    if (core.stats().draining) return c.text('draining', 503);
    try {
      await storage.check();
      return c.text('ok');
    } catch (error) {
      logger.warn({ err: error }, 'storage does not answer');
      return c.text('storage does not answer', 503);
    }
  });
  app.get('/metrics', async (c) => {
    if (config.metricsToken && !isBearer(c.req.header('authorization'), config.metricsToken)) {
      throw new HttpProblem('unauthorized', 'A token is needed: Authorization: Bearer.');
    }
    return c.body(await metrics.metrics(), 200, { 'Content-Type': metrics.contentType });
  });

  app.use('/v1/*', cors);
  app.post(
    paths.visitors,
    bodyLimit({
      maxSize: 8 * 1024,
      onError: () => {
        throw new HttpProblem('too_large', 'The body is too large.');
      },
    }),
    visitors({ storage, proxies: config.proxies, perMinute: config.visitorRate }),
  );
  app.post(paths.files, upload);
  // A HEAD with a signature asks about the file, one with a token about its upload.
  app.get(`${paths.files}/:id`, (c) =>
    c.req.method === 'HEAD' && c.req.header('authorization') !== undefined ? upload(c) : download(c),
  );
  app.patch(`${paths.files}/:id`, upload);
  app.delete(`${paths.files}/:id`, upload);

  app.get('*', widgetFiles(config.widgetDir));
  return app;
}

function isBearer(header: string | undefined, token: string): boolean {
  const given = Buffer.from(header ?? '');
  const right = Buffer.from(`Bearer ${token}`);
  return given.length === right.length && timingSafeEqual(given, right);
}
