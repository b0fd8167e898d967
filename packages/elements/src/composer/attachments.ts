import type { Client } from '@tokenim/client';
import type { ConversationId } from '@tokenim/protocol';
import { takesType } from '@tokenim/protocol/files';
import { html, nothing, type ReactiveController, type TemplateResult } from 'lit';
import { sortFiles } from '../base/file-problems.js';
import { fingers } from '../base/fingers.js';
import type { Localize } from '../base/localize.js';
import '../file-tray/file-tray.js';
import { cameraIcon, filesIcon, imagesIcon } from '../file-tray/icons.js';
import { type Staged, stagedOf } from '../file-tray/staged.js';
import { openMenu } from '../menu/menu.js';
import type { TimComposer } from './composer.js';

/** The files above a composer's field. Fetched with the first of them. */
export class Attachments implements ReactiveController {
  readonly #host: TimComposer;
  readonly #l: Localize;
  #client: Client | undefined;
  #conversation = '';
  #staged: Staged | undefined;
  #unwatch = () => {};

  constructor(host: TimComposer, l: Localize) {
    this.#host = host;
    this.#l = l;
    host.addController(this);
    this.hostUpdate();
  }

  hostUpdate(): void {
    const { im, conversation, isConnected } = this.#host;
    if (im === this.#client && conversation === this.#conversation) return;
    this.hostDisconnected();
    if (!im || !conversation || !isConnected) return;
    this.#client = im;
    this.#conversation = conversation;
    this.#staged = stagedOf(im, conversation);
    this.#unwatch = this.#staged.watch(() => this.#host.requestUpdate());
  }

  hostDisconnected(): void {
    this.#unwatch();
    this.#staged = undefined;
    this.#client = undefined;
    this.#conversation = '';
  }

  /** What would be sent now; undefined where there is nothing. */
  get staged(): Staged | undefined {
    return this.#staged?.files.length ? this.#staged : undefined;
  }

  /** Takes what may be sent; says in words what may not. */
  async add(files: readonly File[], client: Client, conversation: ConversationId): Promise<string> {
    // Where they were picked, wherever the composer is by now.
    const there = stagedOf(client, conversation);
    const held = there.files.length + there.leaving.length;
    const { taken, problem } = await sortFiles(client, files, this.#l, held);
    if (taken.length > 0) {
      there.add(taken, this.#host.limits);
      if (there === this.#staged) this.#focus();
    }
    return problem;
  }

  /** Fingers need the keyboard only for a caption. */
  #focus(): void {
    if (!fingers()) this.#host.focus();
  }

  #send = (): void => {
    void this.#host.send();
    this.#focus();
  };

  render(): TemplateResult | typeof nothing {
    const there = this.#staged;
    if (!there || there.files.length + there.leaving.length === 0) return nothing;
    return html`<tim-file-tray
      .locale=${this.#l.tag}
      .staged=${there}
      .send=${this.#send}
      .emptied=${() => this.#focus()}
    ></tim-file-tray>`;
  }
}

/**
 * Where fingers point: a photo taken now, one from before, or any file. The dialog of the system for files alone hides
 * the first two on many phones.
 */
export async function openAttachMenu(host: TimComposer, from: HTMLButtonElement, l: Localize): Promise<void> {
  const input = host.renderRoot.querySelector('input')!;
  const { fileTypes } = host.limits;
  const photos = fileTypes?.filter((type) => /^(image|video|\*)\//.test(type)) ?? ['image/*', 'video/*'];
  const pick = (accept: readonly string[] = [], capture = '') => {
    input.accept = accept.join();
    if (capture) input.setAttribute('capture', capture);
    else input.removeAttribute('capture');
    input.click();
  };
  const isTaken = takesType(fileTypes, 'image/jpeg');
  const hasCamera =
    isTaken &&
    (await navigator.mediaDevices?.enumerateDevices().then(
      (devices) => devices.some(({ kind }) => kind === 'videoinput'),
      () => false,
    ));
  const camera = { icon: cameraIcon, words: l.t('takePhoto'), run: () => pick(['image/*'], 'environment') };
  const library = { icon: imagesIcon, words: l.t('choosePhotos'), run: () => pick(photos) };
  await openMenu({
    root: host.renderRoot,
    from,
    label: l.t('attach'),
    l,
    items: [
      ...(hasCamera ? [camera] : []),
      ...(photos.length > 0 ? [library] : []),
      { icon: filesIcon, words: l.t('chooseFiles'), run: () => pick(fileTypes) },
    ],
  });
}
