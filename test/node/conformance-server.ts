// A server of ours for the conformance tests: in this process, on a free port, with data that goes with it.
import { type ConformanceOptions, hs256Tokens } from '@tokenim/conformance';
import type { AppId, Limits } from '@tokenim/protocol';
import { createServer, type Scan } from '@tokenim/server';

export const app = 'conformance';
export const secret = 'a secret for tests only, nothing else';
export const origins = { allowed: 'https://shop.example', refused: 'https://evil.example' };

export async function startServer(
  limits: Partial<Limits> = {},
  scan?: Scan,
): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer({
    // Few enough members that rule C6 is quick to see.
    apps: [
      { id: app as AppId, secret, origins: [origins.allowed], limits: { versionedMembers: 8, ...limits } },
    ],
    http: { visitorRate: 1_000_000 },
    scan,
  });
  await server.listen();
  return server;
}

/** Long enough for what is written within it on a busy machine, short enough to wait for its end. */
export const windows = { editWindow: 3000, deleteWindow: 3000 };

/** Few types of files, small ones, few at once. */
export const fileLimits = {
  fileTypes: ['image/png', 'audio/*'],
  fileSizes: { image: 100_000 },
  files: 5,
  voice: 60_000,
};

/** Takes a while, and knows one file that nobody may see. */
export const slowScan: Scan = async ({ read }) => {
  await new Promise((later) => setTimeout(later, 1000));
  return !(await new Response(await read()).text()).includes('EICAR-STANDARD-ANTIVIRUS-TEST-FILE');
};

export function optionsFor(endpoint: string): ConformanceOptions {
  return { endpoint, app, tokenFor: hs256Tokens(app, secret), origins };
}
