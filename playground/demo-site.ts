import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join, resolve } from 'node:path';
import { SignJWT } from 'jose';
import type { Connect, Plugin } from 'vite';
import { demoPeople } from './people.js';

export interface DemoSiteOptions {
  app?: string;
  /** The app's secret. Without it `/demo/token` answers 503 and says why. */
  secret?: string;
  /** The chat server that the pages name. Default `http://127.0.0.1:8787`, as written in them. */
  endpoint?: string;
}

const written = 'http://127.0.0.1:8787';
/** Seconds that a demo token is good for. */
const lifetime = 3600;

/**
 * The part of a site's own server that the demo needs. `/demo/token?user=maya` signs a token for one of the
 * demo people, as a site's back end does for whoever is signed in there (this one believes everybody).
 * `/demo/people` lists them. Pages that name the usual chat server are pointed to `endpoint`.
 */
export function demoSite(options: DemoSiteOptions = {}): Plugin {
  const app = options.app ?? process.env.TOKENIM_DEMO_APP ?? 'demo';
  const secret = options.secret ?? process.env.TOKENIM_DEMO_SECRET;
  const endpoint = (options.endpoint ?? process.env.TOKENIM_ENDPOINT ?? written).replace(/\/+$/, '');

  const point = (html: string) =>
    html
      .replaceAll(written, endpoint)
      .replaceAll(written.replace(/^http/, 'ws'), endpoint.replace(/^http/, 'ws'));

  const answer: Connect.NextHandleFunction = async (request, response, next) => {
    const url = new URL(request.url ?? '/', 'http://demo');
    if (url.pathname === '/demo/people') return json(response, 200, { app, people: demoPeople });
    if (url.pathname !== '/demo/token') return next();
    const person = demoPeople.find((one) => one.id === url.searchParams.get('user'));
    if (!person) return json(response, 404, { error: 'There is no demo person of that name.' });
    if (!secret)
      return json(response, 503, { error: 'Set TOKENIM_DEMO_SECRET to the secret of the demo app.' });
    const token = await new SignJWT({ name: person.name, role: person.role })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(app)
      .setSubject(person.id)
      .setIssuedAt()
      .setExpirationTime(`${lifetime}s`)
      .sign(new TextEncoder().encode(secret));
    return json(response, 200, { token });
  };

  return {
    name: 'tokenim:demo-site',
    transformIndexHtml: { order: 'pre', handler: point },
    configureServer(server) {
      server.middlewares.use(answer);
    },
    configurePreviewServer(server) {
      server.middlewares.use(answer);
      server.middlewares.use(pagesOf(resolve(server.config.root, server.config.build.outDir), point));
    },
  };
}

/** Built pages are read again for each request, so that one build serves any endpoint. */
function pagesOf(folder: string, point: (html: string) => string): Connect.NextHandleFunction {
  return async (request: IncomingMessage, response: ServerResponse, next: Connect.NextFunction) => {
    const { pathname } = new URL(request.url ?? '/', 'http://demo');
    const page = pathname === '/' ? 'index.html' : pathname.slice(1);
    if (!/^[a-z]+\.html$/.test(page)) return next();
    const html = await readFile(join(folder, page), 'utf8').catch(() => undefined);
    if (html === undefined) return next();
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.setHeader('Cache-Control', 'no-cache');
    response.end(point(html));
  };
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.statusCode = status;
  response.setHeader('Content-Type', 'application/json');
  response.setHeader('Cache-Control', 'no-store');
  response.end(JSON.stringify(body));
}
