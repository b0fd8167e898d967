import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AppId, down } from '@tokenim/protocol';
import { createServer } from '@tokenim/server';
import { seedDemo } from '../tools/demo.js';
import { signToken } from '../tools/tokens.js';
import { Wire } from '../tools/wire.js';

test('[W3] demo data are written once, however often the demo is started', async () => {
  const app = { id: 'demo', secret: 'a secret of the demo, 32 characters' };
  const server = createServer({ apps: [{ id: app.id as AppId, secret: app.secret, origins: ['*'] }] });
  await server.listen();
  try {
    const look = async () => {
      const token = await signToken(app, { id: 'maya', role: 'agent' });
      const wire = await Wire.open({ endpoint: server.url, token, device: 'look' });
      const { conversations } = await wire.request<down.Changes>({ t: 'sync', version: 0 });
      wire.close();
      return conversations.map(({ id, kind, seq, ord, me }) => ({ id, kind, seq, ord, read: me.read }));
    };
    await seedDemo(server.url, app);
    const first = await look();
    assert.deepEqual(first.map(({ kind }) => kind).sort(), [
      'direct',
      'group',
      'support',
      'support',
      'support',
    ]);
    assert.ok(
      first.some(({ ord, read, seq }) => ord > 0 && read === seq),
      'Maya has read nothing',
    );
    await seedDemo(server.url, app);
    assert.deepEqual(await look(), first);
  } finally {
    await server.close();
  }
});
