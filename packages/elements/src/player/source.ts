import type { Client } from '@tokenim/client';
import type { ConversationId, FileRef } from '@tokenim/protocol';

/** Up to this many bytes a file is fetched whole, and kept, so that it can be heard again off line. */
const small = 1024 * 1024;

/** Where a player has its bytes from: this device, else an address, which ends after some minutes. */
export class Source {
  readonly #client: Client;
  readonly #conversation: ConversationId;
  readonly #file: FileRef;
  #local: string | undefined;

  constructor(client: Client, conversation: ConversationId, file: FileRef) {
    this.#client = client;
    this.#conversation = conversation;
    this.#file = file;
  }

  /** An address that is good now. Rejects with a ClientError. */
  async url(): Promise<string> {
    if (this.#local) return this.#local;
    const blob = await (this.#file.size <= small
      ? this.#client.blob(this.#conversation, this.#file)
      : this.#client.kept(this.#file));
    if (blob) {
      this.#local = URL.createObjectURL(blob);
      return this.#local;
    }
    const url = await this.#client.fileUrl(this.#conversation, this.#file);
    if (!/^https?:$/.test(new URL(url, document.baseURI).protocol))
      throw new Error('not an address of a file');
    return url;
  }

  /** Whether another address may be better than the one that failed. */
  get renewable(): boolean {
    return !this.#local;
  }

  release(): void {
    if (this.#local) URL.revokeObjectURL(this.#local);
    this.#local = undefined;
  }
}
