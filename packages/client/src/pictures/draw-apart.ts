import { ClientError } from '../errors.js';
import type { DrawJob, Drawn } from './draw.js';

/** Milliseconds that a worker may take to be there, and after which one without work is ended. */
const patience = 10_000;
const idle = 30_000;

interface Answer {
  id: number;
  drawn?: Drawn;
}

let worker: Promise<Worker | undefined> | undefined;
let ending: ReturnType<typeof setTimeout> | undefined;
let jobs = 0;
let last = 0;

/**
 * As {@link draw}, in a worker where the page allows one, so that nobody's typing waits. A page whose policy allows no
 * worker from a `blob:` address draws by itself: the browser decodes and encodes beside it all the same.
 */
export async function drawApart(job: DrawJob): Promise<Drawn> {
  clearTimeout(ending);
  jobs += 1;
  try {
    const { address, draw } = await import('./draw.js').catch((cause) => {
      throw new ClientError('offline', undefined, { cause });
    });
    worker ??= begin(address);
    const apart = await worker;
    return await (apart ? ask(apart, job) : draw(job));
  } finally {
    jobs -= 1;
    if (jobs === 0)
      ending = setTimeout(() => {
        void worker?.then((apart) => apart?.terminate());
        worker = undefined;
      }, idle);
  }
}

function ask(apart: Worker, job: DrawJob): Promise<Drawn> {
  const id = ++last;
  return new Promise((resolve, reject) => {
    const hear = ({ data }: MessageEvent<Answer>) => {
      if (data.id !== id) return;
      apart.removeEventListener('message', hear);
      if (data.drawn) resolve(data.drawn);
      else reject(new Error('The picture cannot be decoded.'));
    };
    apart.addEventListener('message', hear);
    apart.postMessage({ id, job });
  });
}

interface Policies {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): {
    createScriptURL(url: string): string;
  };
}

/** Undefined where the page, the browser or the network has none. */
async function begin(address: string): Promise<Worker | undefined> {
  try {
    // A script of another origin starts no worker, but a worker may import it.
    const source = `import(${JSON.stringify(address)}).then((m) => { m.serve(); postMessage('ready'); }, () => postMessage('gone'));`;
    const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
    const policies = (globalThis as { trustedTypes?: Policies }).trustedTypes;
    const safe = policies
      ? policies.createPolicy('tokenim', { createScriptURL: () => url }).createScriptURL('')
      : url;
    const made = new Worker(safe, { type: 'module' });
    const isReady = await new Promise<boolean>((resolve) => {
      made.addEventListener('message', ({ data }) => resolve(data === 'ready'), { once: true });
      made.addEventListener('error', () => resolve(false), { once: true });
      setTimeout(resolve, patience, false);
    });
    URL.revokeObjectURL(url);
    if (isReady) return made;
    made.terminate();
  } catch {
    // A policy of the page.
  }
  return undefined;
}
