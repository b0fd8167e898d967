import { expect } from '@open-wc/testing';
import { Dexie } from 'dexie';

test('IndexedDB of this engine keeps a row through Dexie', async () => {
  const database = new Dexie('runner-probe');
  database.version(1).stores({ rows: '[conversation+seq]' });
  await database.table('rows').bulkPut([
    { conversation: 'a', seq: 1, text: '你好' },
    { conversation: 'a', seq: 2, text: 'مرحبا' },
  ]);
  database.close();
  await database.open();
  expect(await database.table('rows').get(['a', 2])).to.deep.equal({
    conversation: 'a',
    seq: 2,
    text: 'مرحبا',
  });
  database.close();
  await Dexie.delete('runner-probe');
});
