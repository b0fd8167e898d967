import { expect } from '@open-wc/testing';
import { Body, defaultLimits, type FileId, type Limits } from '@tokenim/protocol';
import { thumbHashToRGBA } from 'thumbhash';
import { type PictureSettings, preparePicture } from './prepare.js';
import {
  ascii,
  bytesOf,
  chunk,
  concat,
  gif,
  includes,
  pngHeader,
  withChunks,
  withExif,
} from './samples.fixture.js';

const id = '01890a5d-ac96-774b-bcce-b302099a8057' as FileId;

/** Four fields of colour, so that each turn shows. */
async function fields(width: number, height: number, type: string): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d')!;
  for (const [i, colour] of ['#e00', '#0b0', '#00e', '#fff'].entries()) {
    context.fillStyle = colour;
    context.fillRect((i % 2) * (width / 2), Math.floor(i / 2) * (height / 2), width / 2, height / 2);
  }
  return bytesOf(await new Promise<Blob>((resolve) => canvas.toBlob((blob) => resolve(blob!), type, 1)));
}

/** The colours in the middle of its four quarters, as a browser shows it. */
async function corners(blob: Blob): Promise<string[]> {
  const image = new Image();
  image.src = URL.createObjectURL(blob);
  await image.decode();
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: 8, height: 8 });
  const context = canvas.getContext('2d')!;
  context.drawImage(image, 0, 0, 8, 8);
  URL.revokeObjectURL(image.src);
  return [0, 1, 2, 3].map((i) => {
    const [r, g, b, a] = context.getImageData(1 + (i % 2) * 4, 1 + Math.floor(i / 2) * 4, 1, 1).data;
    return [r, g, b, a].map((value) => (value! > 127 ? 1 : 0)).join('');
  });
}

function prepare(bytes: BlobPart, name: string, settings?: PictureSettings, limits?: Partial<Limits>) {
  const blob = new Blob([bytes]);
  const file = { id, name, mime: 'application/octet-stream', size: blob.size };
  return preparePicture(blob, { type: 'file', file, text: 'said' }, settings, {
    ...defaultLimits,
    ...limits,
  });
}

async function code(bytes: BlobPart): Promise<string> {
  try {
    await prepare(bytes, 'a');
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'none';
}

describe('preparePicture', () => {
  for (let turn = 1; turn <= 8; turn += 1)
    for (const original of [false, true])
      test(`Exif orientation ${turn}${original ? ', pixels as they are' : ''}: turned the same, without position`, async () => {
        const photo = withExif(await fields(96, 64, 'image/jpeg'), turn);
        expect(includes(photo, 'GPS')).to.equal(true);
        const { blob, body } = (await prepare(photo, 'DSC1.JPG', { original }))!;
        expect(await corners(blob)).to.deep.equal(await corners(new Blob([photo], { type: 'image/jpeg' })));
        const bytes = await bytesOf(blob);
        expect(includes(bytes, 'GPS')).to.equal(false);
        expect(includes(bytes, '\x25\x88')).to.equal(false);
        const { width, height } = body as { width: number; height: number };
        expect([width, height]).to.deep.equal(turn > 4 ? [64, 96] : [96, 64]);
        expect(Body.safeParse(body).success).to.equal(true);
        expect((body as { text: string }).text).to.equal('said');
        expect((body as { file: { size: number } }).file.size).to.equal(blob.size);
        const image = new Image();
        image.src = URL.createObjectURL(blob);
        await image.decode();
        expect([image.naturalWidth, image.naturalHeight]).to.deep.equal([width, height]);
      });

  test('what can be seen through stays so, and has no words in it', async () => {
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width: 3000, height: 20 });
    canvas.getContext('2d')!.fillRect(0, 0, 1500, 20);
    const drawn = await new Promise<Blob>((resolve) => canvas.toBlob((made) => resolve(made!)));
    const png = withChunks(await bytesOf(drawn), chunk('tEXt', ascii('GPS')));
    for (const settings of [{}, { side: 4000 }]) {
      const { blob } = (await prepare(png, 'a.png', settings))!;
      expect(await corners(blob)).to.deep.equal(['0001', '0000', '0001', '0000']);
      expect(includes(await bytesOf(blob), 'GPS')).to.equal(false);
    }
  });

  for (const [width, height, ends] of [
    [1, 1, [1, 1]],
    [20_000, 10, [2048, 1]],
    [3000, 1500, [2048, 1024]],
  ] as const)
    test(`${width} × ${height} becomes ${ends.join(' × ')}`, async () => {
      const { body, blob } = (await prepare(await fields(width, height, 'image/png'), 'a.png'))!;
      const { width: w, height: h, thumb, file } = body as Extract<Body, { type: 'image' }>;
      expect([w, h]).to.deep.equal(ends);
      expect(file.mime).to.equal(blob.type);
      const placeholder = thumbHashToRGBA(Uint8Array.from(atob(thumb!), (c) => c.charCodeAt(0)));
      expect(placeholder.w * placeholder.h).to.be.greaterThan(0);
    });

  test('what is made has a type and a size that the server takes', async () => {
    let seed = 1;
    const noise = new Uint8ClampedArray(600 * 400 * 4).map((_, i) => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      return i % 4 === 3 ? 255 : seed >>> 24;
    });
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width: 600, height: 400 });
    canvas.getContext('2d')!.putImageData(new ImageData(noise, 600, 400), 0, 0);
    const png = await bytesOf(await new Promise<Blob>((resolve) => canvas.toBlob((made) => resolve(made!))));
    const limits = { fileSizes: { image: 60_000 }, fileTypes: ['image/jpeg'] };
    expect(png.length).to.be.greaterThan(limits.fileSizes.image);
    const { blob, body } = (await prepare(png, 'a.png', {}, limits))!;
    expect([blob.type, (body as { file: { mime: string } }).file.mime]).to.deep.equal([
      'image/jpeg',
      'image/jpeg',
    ]);
    expect(blob.size).to.be.lessThan(limits.fileSizes.image + 1);
    // What keeps its pixels keeps them as far as the bytes allow it.
    const original = (await prepare(png, 'a.png', { original: true, side: 10 }, limits))!;
    expect(original.blob.size).to.be.lessThan(limits.fileSizes.image + 1);
    expect((original.body as { width: number }).width).to.be.greaterThan(10);
    const roomy = { fileSizes: { image: png.length } };
    const whole = (await prepare(png, 'a.png', { original: true, side: 10 }, roomy))!;
    expect((whole.body as { width: number }).width).to.equal(600);
  });

  test('the bytes say what it is, not the name', async () => {
    const { body, blob } = (await prepare(await fields(8, 8, 'image/png'), 'notes.txt'))!;
    const { file, type } = body as Extract<Body, { type: 'image' }>;
    expect([type, file.name, file.mime, blob.type]).to.deep.equal([
      'image',
      'notes.png',
      'image/png',
      'image/png',
    ]);
    expect(await prepare('not a picture', 'a.png')).to.equal(undefined);
  });

  test('colours of a wide profile are kept with the profile', async () => {
    const profile = ascii('a profile of colours');
    const photo = await fields(8, 8, 'image/jpeg');
    const icc = concat(
      Uint8Array.of(0xff, 0xe2, 0, 16 + profile.length),
      ascii('ICC_PROFILE\0'),
      Uint8Array.of(1, 1),
      profile,
    );
    const { blob } = (await prepare(concat(photo.subarray(0, 2), icc, photo.subarray(2)), 'a.jpg'))!;
    expect(includes(await bytesOf(blob), 'a profile of colours')).to.equal(true);
  });

  test('what moves goes on moving', async () => {
    const { blob, body } = (await prepare(gif(2), 'a.gif', { side: 1 }))!;
    const bytes = await bytesOf(blob);
    expect([includes(bytes, 'NETSCAPE2.0'), includes(bytes, 'GPS')]).to.deep.equal([true, false]);
    expect((body as { file: { mime: string } }).file.mime).to.equal('image/gif');
  });

  test('a film or second picture behind a photo does not leave', async () => {
    const photo = await fields(8, 8, 'image/jpeg');
    const { blob } = (await prepare(concat(photo, ascii('ftypmp42 GPS')), 'a.jpg'))!;
    expect(includes(await bytesOf(blob), 'GPS')).to.equal(false);
  });

  test('a clear no: cut short, too large, of a kind nobody here reads', async () => {
    const photo = await fields(64, 64, 'image/jpeg');
    expect(await code(photo.slice(0, photo.length - 40))).to.equal('picture_broken');
    const png = await fields(64, 64, 'image/png');
    expect(await code(png.slice(0, png.length - 20))).to.equal('picture_broken');
    const bomb = concat(pngHeader(50_000, 50_000), chunk('IDAT', ascii('x')), chunk('IEND', ascii('')));
    expect(await code(bomb)).to.equal('picture_too_large');
    const heic = concat(Uint8Array.of(0, 0, 0, 24), ascii('ftypheic\0\0\0\0mif1heic'), new Uint8Array(40));
    expect(await code(heic)).to.equal('picture_unsupported');
  });
});
