import type { AppId, FileId } from '@tokenim/protocol';

/** A whole upload, before anyone may see it. */
export interface ScannedFile {
  app: AppId;
  id: FileId;
  /** What the uploader says: a name, never a path, and a type. */
  name: string;
  mime: string;
  /** What the bytes show. */
  type: string;
  size: number;
  /** The bytes; each call begins anew. */
  read(): Promise<ReadableStream<Uint8Array>>;
}

/**
 * Looks at a file before it becomes visible (rule U9). Resolves with whether it may be seen; rejects where it cannot
 * tell, and is then asked again later: until it has answered nobody sees the file.
 */
export type Scan = (file: ScannedFile) => Promise<boolean>;
