import type { Scan } from './scan.js';

/**
 * A service that gets the bytes by POST and answers by its status: any 2xx fine, 422 not; anything else is a fault.
 * What it should know of the file stands in the headers.
 */
export function scanByUrl(url: string, minutes = 10): Scan {
  return async ({ app, id, name, mime, type, size, read }) => {
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/octet-stream',
        'Content-Length': String(size),
        'Tokenim-File-App': app,
        'Tokenim-File-Id': id,
        'Tokenim-File-Name': encodeURIComponent(name),
        'Tokenim-File-Claimed': mime,
        'Tokenim-File-Type': type,
      },
      body: size > 0 ? await read() : null,
      // @ts-expect-error undici's, for a body that is a stream
      duplex: 'half',
      signal: AbortSignal.timeout(minutes * 60_000),
    });
    await answer.body?.cancel();
    if (answer.ok) return true;
    if (answer.status === 422) return false;
    throw new Error(`the scanner answered ${answer.status}`);
  };
}
