import { noChange } from 'lit';
import { Directive, directive, type ElementPart } from 'lit/directive.js';
import { thumbHashToRGBA } from 'thumbhash';

/** Draws a ThumbHash (base64) on its canvas: no address is needed, so no policy of the page forbids it. */
class Thumb extends Directive {
  #drawn: string | undefined;

  render(_hash: string): typeof noChange {
    return noChange;
  }

  override update({ element }: ElementPart, [hash]: [string]): typeof noChange {
    if (hash === this.#drawn) return noChange;
    this.#drawn = hash;
    try {
      const { w, h, rgba } = thumbHashToRGBA(Uint8Array.from(atob(hash), (letter) => letter.charCodeAt(0)));
      const canvas = element as HTMLCanvasElement;
      canvas.width = w;
      canvas.height = h;
      canvas.getContext('2d')?.putImageData(new ImageData(new Uint8ClampedArray(rgba), w, h), 0, 0);
    } catch {
      // Of another length than a ThumbHash has: the place stays empty.
    }
    return noChange;
  }
}

export const thumb = directive(Thumb);
