import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withDuration } from './webm.js';

const bytes = (hex: string) => new Uint8Array(hex.split(/\s+/).map((pair) => Number.parseInt(pair, 16)));
const segment = '18 53 80 67 01 ff ff ff ff ff ff ff';
const scale = '2a d7 b1 83 0f 42 40';
const rest = '16 54 ae 6b 81 00 1f 43 b6 75';
const hexOf = async (blob: Blob) =>
  [...new Uint8Array(await blob.arrayBuffer())].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
const patched = async (hex: string) => {
  const blob = await withDuration(new Blob([bytes(hex)], { type: 'audio/webm' }), 1000);
  assert.equal(blob.type, 'audio/webm');
  return hexOf(blob);
};
/** 1000, as eight bytes hold it. */
const second = '40 8f 40 00 00 00 00 00';

test('a length is put in where there is none', async () => {
  assert.equal(
    await patched(`1a 45 df a3 80 ${segment} 15 49 a9 66 87 ${scale} ${rest}`),
    `1a 45 df a3 80 ${segment} 15 49 a9 66 01 00 00 00 00 00 00 12 ${scale} 44 89 88 ${second} ${rest}`,
  );
});

test('a length that is there and says nothing is set', async () => {
  const head = `1a 45 df a3 80 ${segment} 15 49 a9 66 01 00 00 00 00 00 00 12 ${scale} 44 89 88`;
  assert.equal(await patched(`${head} 00 00 00 00 00 00 00 00 ${rest}`), `${head} ${second} ${rest}`);
});

test('what is not understood stays as it is', async () => {
  const info = `15 49 a9 66 87 ${scale}`;
  for (const hex of [
    '00',
    '1a 45 df a3 80',
    // A segment of a known length, one without what would hold the length, one that is cut off.
    `18 53 80 67 90 ${info} ${rest}`,
    `${segment} ${rest}`,
    `${segment} 15 49 a9 66 87 2a d7`,
    `${segment} 15 49 a9 66 8e ${scale} 44 89 84 00 00 00 00 ${rest}`,
  ])
    assert.equal(await patched(hex), hex);
});
