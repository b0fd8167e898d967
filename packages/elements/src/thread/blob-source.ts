import type { Client } from '@tokenim/client';
import type { ConversationId, FileRef } from '@tokenim/protocol';
import { noChange } from 'lit';
import { AsyncDirective, directive } from 'lit/async-directive.js';
import type { ElementPart } from 'lit/directive.js';

/** Object addresses in use, shared by all that show the same file, and freed with the last of them. */
const urls = new Map<string, { url: Promise<string>; users: number }>();

function take(client: Client, conversation: ConversationId, file: FileRef): Promise<string> {
  let entry = urls.get(file.id);
  if (!entry) {
    entry = { url: client.blob(conversation, file).then((blob) => URL.createObjectURL(blob)), users: 0 };
    urls.set(file.id, entry);
    // A failure is not kept: the next who asks tries again.
    entry.url.catch(() => urls.delete(file.id));
  }
  entry.users++;
  return entry.url;
}

function drop(id: string): void {
  const entry = urls.get(id);
  if (!entry || --entry.users > 0) return;
  urls.delete(id);
  entry.url.then(
    (url) => URL.revokeObjectURL(url),
    () => {},
  );
}

/** Fetches a picture's bytes once its place is near the screen, and marks the element `data-state` ready or missing. */
class BlobSource extends AsyncDirective {
  #file: string | undefined;
  #taken = false;
  #element: HTMLImageElement | undefined;
  #observer: IntersectionObserver | undefined;
  #args: [Client, ConversationId, FileRef] | undefined;

  render(_client: Client, _conversation: ConversationId, _file: FileRef): typeof noChange {
    return noChange;
  }

  override update(part: ElementPart, args: [Client, ConversationId, FileRef]): typeof noChange {
    this.#args = args;
    this.#element = part.element as HTMLImageElement;
    if (this.#file !== args[2].id) {
      this.#release();
      this.#file = args[2].id;
      this.#wait();
    }
    return noChange;
  }

  #wait(): void {
    this.#observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        this.#observer?.disconnect();
        void this.#load();
      },
      { rootMargin: '600px' },
    );
    this.#observer.observe(this.#element!);
  }

  async #load(): Promise<void> {
    const element = this.#element!;
    const file = this.#file;
    this.#taken = true;
    try {
      const url = await take(...this.#args!);
      if (this.#file !== file || !this.#taken) return;
      element.src = url;
      element.dataset.state = 'ready';
    } catch {
      if (this.#file === file) element.dataset.state = 'missing';
    }
  }

  #release(): void {
    this.#observer?.disconnect();
    if (this.#taken && this.#file) drop(this.#file);
    this.#taken = false;
  }

  protected override disconnected(): void {
    this.#release();
    this.#element?.removeAttribute('src');
  }

  protected override reconnected(): void {
    this.#wait();
  }
}

export const blobSource = directive(BlobSource);
