import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createClient } from '@tokenim/client';
import { type Cid, type Down, directConversation, type UserId } from '@tokenim/protocol';
import { systemClock } from '../../packages/client/src/clock.js';
import { deferred } from '../../packages/client/src/deferred.js';
import { uuidSource } from '../../packages/client/src/uuid.js';
import { freePort, ServerProcess } from '../tools/server-process.js';
import { signToken } from '../tools/tokens.js';
import { Wire } from '../tools/wire.js';

const app = { id: 'my-shop', secret: 'a secret of a bot, 32 characters long' };

test('the example of the client is a bot that answers', async () => {
  const data = mkdtempSync(join(tmpdir(), 'tokenim-readme-'));
  const server = new ServerProcess({ data, port: await freePort(), app });
  await server.start();
  const readme = readFileSync(join(import.meta.dirname, '../../packages/client/README.md'), 'utf8');
  const code = /```js\n(.*?)```/s
    .exec(readme)![1]!
    .replace(/^import .*$/m, '')
    .replace('http://127.0.0.1:8787', server.endpoint);
  const run = new Function(
    'createClient',
    'fetchTokenFromYourServer',
    'console',
    `return (async () => {${code}; return client;})()`,
  );
  const said: string[] = [];
  const bot = await run(createClient, () => signToken(app, { id: 'bot' }), {
    log: (line: string) => said.push(line),
  });
  try {
    const known = deferred();
    bot.views.connection().subscribe(({ status }: { status: string }) => {
      if (status === 'online') known.resolve();
    });
    await known.promise;
    const answer = deferred<string>();
    const ann = await Wire.open({
      endpoint: server.endpoint,
      token: await signToken(app, { id: 'ann' }),
      device: 'd1',
      onFrame: (frame: Down) => {
        const body =
          frame.t === 'op' && 'message' in frame.op
            ? (frame.op.message as { body: { text: string } }).body
            : undefined;
        if (body) answer.resolve(body.text);
      },
    });
    const conversation = directConversation('ann' as UserId, 'bot' as UserId);
    const cid = uuidSource(systemClock) as () => Cid;
    await ann.write(cid(), { kind: 'create', conversation, type: 'direct', members: ['bot'] });
    await ann.write(cid(), { kind: 'message', conversation, body: { type: 'text', text: 'Hello?' } });
    assert.equal(await answer.promise, 'You said: Hello?');
    assert.deepEqual(said, ['ann: Hello?']);
    ann.close();
  } finally {
    await bot.stop();
    await server.stop();
    rmSync(data, { recursive: true, force: true });
  }
});
