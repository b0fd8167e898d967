import type { ReactiveController } from 'lit';
import { carriesFiles, filesOf } from '../base/files.js';
import type { TimThread } from '../thread/thread.js';
import type { TimComposer } from './composer.js';

const drags = ['dragenter', 'dragover', 'dragleave', 'drop'] as const;

/** Files that are picked, pasted into the composer, or dropped on it or on a thread of its conversation. */
export class FileIntake implements ReactiveController {
  /** Whether files are held above it. */
  dragging = false;
  readonly #host: TimComposer;

  constructor(host: TimComposer) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    for (const type of drags) document.addEventListener(type, this.#drag);
  }

  hostDisconnected(): void {
    for (const type of drags) document.removeEventListener(type, this.#drag);
  }

  pick = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    const files = [...(input.files ?? [])];
    input.value = '';
    void this.#host.attach(files);
  };

  paste = (event: ClipboardEvent): void => {
    const data = event.clipboardData;
    // Word processors put a picture of the text beside the text; the text is what was meant.
    if (this.#host.withoutFiles || data?.types.includes('text/plain')) return;
    const files = filesOf(data);
    if (files.length === 0) return;
    event.preventDefault();
    void this.#host.attach(files);
  };

  #drag = (event: DragEvent): void => {
    const host = this.#host;
    if (host.withoutFiles || event.defaultPrevented || !carriesFiles(event.dataTransfer)) return;
    const isHere = event
      .composedPath()
      .some(
        (at) =>
          at === host ||
          ((at as Element).localName === 'tim-thread' &&
            (at as TimThread).conversation === host.conversation),
      );
    const { dragging } = this;
    this.dragging = isHere && (event.type === 'dragover' || event.type === 'dragenter');
    if (this.dragging !== dragging) host.requestUpdate();
    if (!isHere) return;
    event.preventDefault();
    if (event.type === 'drop') void this.#host.attach(filesOf(event.dataTransfer));
  };
}
