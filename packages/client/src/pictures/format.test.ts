import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pictureType, readPicture } from './format.js';
import { ascii, chunk, concat, exif, gif, includes, pngHeader, webp, withChunks } from './samples.fixture.js';

const png = concat(pngHeader(7, 5), chunk('IDAT', ascii('data')), chunk('IEND', ascii('')));

test('a PNG: its size, and without its words, times and position', () => {
  const full = withChunks(
    png,
    chunk('iCCP', ascii('profile')),
    chunk('eXIf', exif(6)),
    chunk('tEXt', ascii('GPS')),
    chunk('iTXt', ascii('GPS')),
    chunk('tIME', ascii('now')),
    chunk('caBX', ascii('GPS')),
  );
  const picture = readPicture(full)!;
  assert.deepEqual(
    [picture.type, picture.width, picture.height, picture.turn, picture.animated, picture.whole],
    ['image/png', 7, 5, 6, false, true],
  );
  assert.deepEqual(picture.bare, withChunks(png, chunk('iCCP', ascii('profile'))));
});

test('an APNG moves, and goes on moving', () => {
  const moving = withChunks(png, chunk('acTL', ascii('8 bytes.')), chunk('fcTL', ascii('one')));
  const picture = readPicture(moving)!;
  assert.equal(picture.animated, true);
  assert.deepEqual(picture.bare, moving);
});

test('a GIF: frames and loop are kept, comments go', () => {
  const picture = readPicture(gif(2))!;
  assert.deepEqual([picture.width, picture.height, picture.animated, picture.whole], [2, 1, true, true]);
  assert.ok(!includes(picture.bare!, 'GPS'));
  assert.ok(includes(picture.bare!, 'NETSCAPE2.0'));
  assert.equal(readPicture(picture.bare!)!.animated, true);
  assert.equal(readPicture(gif(1))!.animated, false);
});

test('a WebP: without Exif and XMP, and its header says so', () => {
  const head = Uint8Array.of(0b1111110, 0, 0, 0, 99, 0, 0, 49, 0, 0);
  const full = webp(
    ['VP8X', head],
    ['ICCP', ascii('odd')],
    ['ANIM', ascii('......')],
    ['ANMF', ascii('frame')],
    ['EXIF', exif(3)],
    ['XMP ', ascii('GPS')],
  );
  const picture = readPicture(full)!;
  assert.deepEqual(
    [picture.width, picture.height, picture.turn, picture.animated, picture.whole],
    [100, 50, 3, true, true],
  );
  const bareHead = Uint8Array.of(0b1110010, ...head.subarray(1));
  assert.deepEqual(
    picture.bare,
    webp(['VP8X', bareHead], ['ICCP', ascii('odd')], ['ANIM', ascii('......')], ['ANMF', ascii('frame')]),
  );
});

test('what ends early is not whole, wherever it is cut', () => {
  const moving = webp(['VP8X', new Uint8Array(10)], ['ANIM', ascii('......')]);
  for (const whole of [png, gif(2), moving])
    for (let length = 16; length < whole.length; length += 1) {
      const cut = readPicture(whole.slice(0, length));
      assert.equal(cut?.whole, false, `${pictureType(whole)} cut at ${length}`);
    }
});

test('the type is what the bytes say', () => {
  const box = (brand: string) => concat(Uint8Array.of(0, 0, 0, 24), ascii(`ftyp${brand}\0\0\0\0mif1heic`));
  assert.equal(pictureType(box('heic')), 'image/heic');
  assert.equal(pictureType(box('avif')), 'image/avif');
  assert.equal(pictureType(box('isom')), undefined);
  assert.equal(pictureType(ascii('<svg xmlns="http://www.w3.org/2000/svg"/>')), undefined);
  assert.equal(pictureType(ascii('%PDF-1.7')), undefined);
  assert.equal(pictureType(ascii('BMW is a car maker in Munich')), undefined);
  assert.equal(pictureType(new Uint8Array(0)), undefined);
});
