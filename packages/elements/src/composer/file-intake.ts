import { carriesFiles, filesOf } from '../base/files.js';
import type { TimComposer } from './composer.js';

/** Files that are picked, pasted into the composer or dropped on it. */
export class FileIntake {
  /** Whether files are held above it. */
  dragging = false;
  readonly #host: TimComposer;
  readonly #take: (files: File[]) => void;

  constructor(host: TimComposer, take: (files: File[]) => void) {
    this.#host = host;
    this.#take = take;
    for (const type of ['dragenter', 'dragover', 'dragleave', 'drop'] as const)
      host.addEventListener(type, this.#drag);
  }

  pick = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    const files = [...(input.files ?? [])];
    input.value = '';
    this.#take(files);
  };

  paste = (event: ClipboardEvent): void => {
    const data = event.clipboardData;
    // Word processors put a picture of the text beside the text; the text is what was meant.
    if (this.#host.withoutFiles || data?.types.includes('text/plain')) return;
    const files = filesOf(data);
    if (files.length === 0) return;
    event.preventDefault();
    this.#take(files);
  };

  #drag = (event: DragEvent): void => {
    if (this.#host.withoutFiles || !carriesFiles(event.dataTransfer)) return;
    event.preventDefault();
    this.dragging = event.type === 'dragover' || event.type === 'dragenter';
    this.#host.requestUpdate();
    if (event.type !== 'drop') return;
    event.stopPropagation();
    this.#take(filesOf(event.dataTransfer));
  };
}
