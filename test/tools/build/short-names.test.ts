import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAst } from 'vite';
import { shortNames } from './short-names.js';

test('own properties are short, and mean the same', () => {
  const code = `
    class Thing {
      _counter = 1;
      _method(by) { return this._counter + by; }
      get total() { const { _counter } = this; return _counter + this._method(1); }
    }
    const made = { _counter: 2, ['_computed']: 3, _computed: 4 };
    const _local = 5;
    globalThis.result = [new Thing().total, made._counter, made['_computed'], { _local }._local, _local];
  `;
  const short = shortNames(code, parseAst);
  assert.doesNotMatch(short, /_method|this\._counter/);
  // Named in a string, so it might be read by its name.
  assert.match(short, /_computed: 4/);
  const run = (text: string) => {
    new Function(text)();
    return (globalThis as { result?: unknown }).result;
  };
  assert.deepEqual(run(short), run(code));
  assert.deepEqual(run(short), [3, 2, 4, 5, 5]);
});
