// Fetched only when there is something to upload, and tus-js-client with it: a text chat never loads it.
import { type ErrorCode, errorCodes, type FileId } from '@tokenim/protocol';
import { type DetailedError, type FileReader, type HttpRequest, Upload } from 'tus-js-client';
import { ClientError, type ClientErrorCode } from '../errors.js';
import { isUnreadable } from './unreadable.js';

export interface UploadJob {
  blob: Blob;
  /** Made by the client (rule U1). */
  id: FileId;
  name: string;
  mime: string;
  /** The server may have some of it already: ask before creating. */
  known: boolean;
  /** Address of all uploads. */
  files: string;
  /** The current token; a fresh one with `renew`. */
  token(renew: boolean): Promise<string>;
  /** Bytes that left this device, of all. */
  onSent(bytes: number): void;
  /** Bytes that the server says it has. */
  onAccepted(bytes: number): void;
}

export interface RunningUpload {
  /** Rejects with a ClientError; with `cancelled` after `abort`. */
  done: Promise<void>;
  /** Stops; what the server has stays there. */
  abort(): void;
}

/**
 * Bytes a request carries: many proxies refuse or buffer large bodies, and after each the server has confirmed
 * what it holds.
 */
const chunkSize = 8 * 1024 * 1024;
/** Changes between creating and resuming in one try; more mean that the server contradicts itself. */
const maxTurns = 4;

/** Brings one file to the server, in one try: no back-off, but all that the protocol lets one find out. */
export function startUpload(job: UploadJob): RunningUpload {
  let aborted = false;
  let stop: (error: ClientError) => void = () => {};
  let renewed = false;
  /** What the last answer said of the file's check (rule U9). */
  let check: string | undefined;

  const once = (create: boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      const upload = new Upload(job.blob, {
        ...(create ? { endpoint: job.files } : { uploadUrl: `${job.files}/${job.id}` }),
        metadata: { id: job.id, filename: job.name, filetype: job.mime },
        chunkSize,
        // The queue does the waiting; the id is enough to find an upload again.
        retryDelays: null,
        storeFingerprintForResuming: false,
        fingerprint: async () => job.id,
        ...(typeof XMLHttpRequest === 'undefined' ? { fileReader: nodeReader } : {}),
        async onBeforeRequest(request: HttpRequest) {
          request.setHeader('Authorization', `Bearer ${await job.token(false)}`);
          // tus sends what was called off while a token was fetched.
          if (aborted) throw new ClientError('cancelled');
        },
        onAfterResponse(_request, response) {
          check = response.getHeader('Upload-Check');
          const offset = Number.parseInt(response.getHeader('Upload-Offset') ?? '', 10);
          if (Number.isNaN(offset)) return;
          renewed = false;
          job.onAccepted(offset);
        },
        onProgress: (sent) => job.onSent(sent),
        onSuccess: () =>
          check ? reject(new ClientError(check === 'pending' ? 'checking' : 'rejected')) : resolve(),
        onError: reject,
      });
      stop = (error) => {
        void upload.abort();
        reject(error);
      };
      upload.start();
    });

  const run = async () => {
    let create = !job.known;
    for (let turn = 0; ; turn += 1) {
      try {
        if (aborted) throw new ClientError('cancelled');
        return await once(create);
      } catch (error) {
        const { status, method } = readError(error);
        if (aborted || turn >= maxTurns) throw error;
        if (status === 401 && !renewed) {
          renewed = true;
          await job.token(true);
        } else if (status === 409) {
          // It exists (rule U2), or the server has another number of bytes than we thought.
          create = false;
        } else if ((status === 404 || status === 410) && !create) {
          create = true;
        } else {
          throw error;
        }
        // What was created before it failed must not be created twice.
        if (method === 'PATCH' && status === 401) create = false;
      }
    }
  };

  return {
    done: run().catch((error) => {
      throw asUploadError(error);
    }),
    abort() {
      if (aborted) return;
      aborted = true;
      stop(new ClientError('cancelled'));
    },
  };
}

function readError(error: unknown): { status: number; method: string } {
  const { originalRequest, originalResponse } = error as Partial<DetailedError>;
  return { status: originalResponse?.getStatus() ?? 0, method: originalRequest?.getMethod() ?? '' };
}

/** What other statuses mean is said in the answer. */
const codeOfStatus: Record<number, ClientErrorCode> = {
  401: 'token_expired',
  403: 'forbidden',
  404: 'bad_answer',
  409: 'bad_answer',
  410: 'bad_answer',
  413: 'too_large',
  423: 'unavailable',
  429: 'rate_limited',
};

/** Which of the three fates an upload's failure has: no answer is a matter of the network. */
function asUploadError(error: unknown): ClientError {
  if (error instanceof ClientError) return error;
  const { originalResponse: response, causingError } = error as Partial<DetailedError>;
  const detail = error instanceof Error ? error.message.slice(0, 200) : undefined;
  if (!response) {
    if (causingError instanceof ClientError) return causingError;
    if (isUnreadable(causingError)) return new ClientError('bytes_gone', detail, { cause: error });
    return new ClientError('offline', detail, { cause: error });
  }
  const status = response.getStatus();
  const seconds = Number.parseInt(response.getHeader('Retry-After') ?? '', 10);
  const code =
    status >= 500 ? 'unavailable' : (codeOfStatus[status] ?? codeIn(response.getBody()) ?? 'invalid');
  return new ClientError(code, detail, { cause: error, after: seconds > 0 ? seconds * 1000 : undefined });
}

/** The code of an answer in the protocol's shape. */
function codeIn(body: string | undefined): ErrorCode | undefined {
  try {
    const { code } = JSON.parse(body ?? '').error;
    return Object.hasOwn(errorCodes, code) ? code : undefined;
  } catch {
    return undefined;
  }
}

/** tus takes no Blob in Node. */
const nodeReader: FileReader = {
  openFile: async (blob: Blob) => ({
    size: blob.size,
    async slice(start: number, end: number) {
      const bytes = new Uint8Array(await blob.slice(start, end).arrayBuffer());
      return { value: Object.assign(bytes, { size: bytes.length }), done: end >= blob.size };
    },
    close() {},
  }),
};
