import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cid } from '@tokenim/protocol';
import { numberedCid, readNumberedCid } from './cid.js';

test('a numbered id is a valid cid and can be read again', () => {
  for (const [writer, number] of [
    [0, 0],
    [63, 1_000_000],
    [4095, 2 ** 40],
  ] as const) {
    const cid = numberedCid(writer, number);
    assert.ok(Cid.safeParse(cid).success, cid);
    assert.deepEqual(readNumberedCid(cid), { writer, number });
  }
  assert.equal(readNumberedCid('018f4c5e-7b1a-7c3d-9a2b-0123456789ab'), undefined);
});
