import assert from 'node:assert/strict';
import { test } from 'node:test';
import { complaint, slack } from './check.js';

const budget = { what: 'loader', limit: 2000, recorded: 1500 };

test('what is within the slack of the record passes', () => {
  assert.equal(complaint(budget, 1500), undefined);
  assert.equal(complaint(budget, 1500 + slack), undefined);
  assert.equal(complaint(budget, 1500 - slack), undefined);
});

test('growth and shrinking beyond the slack ask to be recorded', () => {
  assert.match(complaint(budget, 1501 + slack) ?? '', /201 more than recorded.*--record/);
  assert.match(complaint(budget, 1499 - slack) ?? '', /fewer than recorded.*--record/);
});

test('more than the budget says what to do about it', () => {
  assert.match(complaint(budget, 2001) ?? '', /1 over the budget of 2000.*import\(\)/);
});
