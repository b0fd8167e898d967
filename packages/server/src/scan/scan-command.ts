import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Scan } from './scan.js';

/**
 * A program that gets the bytes on its standard input and answers by its exit code, as virus scanners do: 0 fine,
 * 1 not; anything else is a fault. What it should know of the file stands in its environment.
 */
export function scanByCommand(command: readonly string[], minutes = 10): Scan {
  const [program, ...args] = command;
  return async ({ app, id, name, mime, type, size, read }) => {
    const child = spawn(program!, args, {
      stdio: ['pipe', 'ignore', 'ignore'],
      signal: AbortSignal.timeout(minutes * 60_000),
      killSignal: 'SIGKILL',
      env: {
        ...process.env,
        TOKENIM_FILE_APP: app,
        TOKENIM_FILE_ID: id,
        TOKENIM_FILE_NAME: name,
        TOKENIM_FILE_CLAIMED: mime,
        TOKENIM_FILE_TYPE: type,
        TOKENIM_FILE_SIZE: String(size),
      },
    });
    const ended = once(child, 'close') as Promise<[number | null]>;
    // It may have seen enough before the end.
    const fed = pipeline(Readable.fromWeb((await read()) as never), child.stdin).catch(() => {});
    const [code] = await ended;
    await fed;
    if (code === 0 || code === 1) return code === 0;
    throw new Error(`the scanner ended with ${code ?? 'a signal'}`);
  };
}
