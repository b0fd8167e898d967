import { preview } from 'vite';
import { playground } from '../vite.config.js';
import type { DemoSiteOptions } from './demo-site.js';

export interface PlaygroundServer {
  /** `http://127.0.0.1:5173` */
  url: string;
  close(): Promise<void>;
}

/**
 * Serves the built playground. It must have been built (`pnpm build`); one build serves any `endpoint`.
 *
 * @throws where the port is taken (`EADDRINUSE` in the message or "is already in use").
 */
export async function servePlayground(
  options: DemoSiteOptions & { port?: number } = {},
): Promise<PlaygroundServer> {
  const server = await preview({ ...playground(options), configFile: false, logLevel: 'warn' });
  return {
    url: `http://127.0.0.1:${options.port ?? 5173}`,
    close: () => server.close(),
  };
}
