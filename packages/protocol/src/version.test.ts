import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wireHash } from '../tools/documents.js';
import { protocolVersion } from './version.js';

// The wire changed? Ask whether a client of the last release still understands a server of this one, and the
// other way round. If not, raise `protocolVersion` and write a line of its history (version.ts). Then put the new
// hash here, in the same commit, and run `pnpm generate`.
test('[V1] the wire is the one that this version names', () => {
  assert.deepEqual({ version: protocolVersion, wire: wireHash() }, { version: 1, wire: '079331ec5b6c3c38' });
});
