import assert from 'node:assert/strict';
import { test } from 'node:test';
import { add, closingLine, readCounts } from './results.js';

test('lines of several runs are summed', () => {
  const counts = readCounts('{"passed":2,"failed":0,"skipped":1}\n{"passed":3,"failed":1,"skipped":0}\n', 1);
  assert.deepEqual(counts, { passed: 5, failed: 1, skipped: 1 });
});

test('a runner that broke off counts as a failure', () => {
  assert.deepEqual(readCounts('', 1), { passed: 0, failed: 1, skipped: 0 });
  assert.deepEqual(readCounts('', 0), { passed: 0, failed: 0, skipped: 0 });
});

test('the closing line has the form that tools read', () => {
  assert.equal(
    closingLine(add(readCounts('', 1), { passed: 7, failed: 0, skipped: 2 })),
    '7 passed, 1 failed',
  );
});
