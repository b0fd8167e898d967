import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Body, type FileId } from '@tokenim/protocol';
import { describeFile } from './describe.js';

const id = '01890a5d-ac96-774b-bcce-b302099a8057' as FileId;

test('a file is described so that the protocol takes it, whatever its name and type', async () => {
  const names = [
    undefined,
    '',
    '   ',
    'a.txt',
    '../../etc/passwd',
    'C:\\temp\\Rechnung.pdf',
    `${'长'.repeat(400)}.tar.gz`,
    'a\u0000b\u001f.png',
    '\ud800x\udc00.bin',
    `${'😀'.repeat(200)}.jpeg`,
  ];
  for (const name of names) {
    for (const type of ['', 'text/plain;charset=utf-8', 'broken', 'image/png']) {
      const body = await describeFile(new Blob(['abc'], { type }), {
        id,
        name,
        text: name ? 'see' : undefined,
      });
      assert.ok(Body.safeParse(body).success, JSON.stringify(body));
    }
  }
});

test('names lose their path and keep their extension', async () => {
  const nameOf = async (name: string) => {
    const body = await describeFile(new Blob(['abc']), { id, name });
    return body.type === 'file' ? body.file : undefined;
  };
  assert.deepEqual(await nameOf('../x/报告.PDF'), { id, name: '报告.PDF', mime: 'application/pdf', size: 3 });
  const long = await nameOf(`${'x'.repeat(300)}.jpeg`);
  assert.equal(long?.name.length, 255);
  assert.ok(long?.name.endsWith('x.jpeg'));
});

test('a File brings its own name, and text goes with it', async () => {
  const body = await describeFile(new File(['{}'], 'data.json', { type: 'application/json' }), {
    id,
    text: 'hi',
  });
  assert.deepEqual(body, {
    type: 'file',
    file: { id, name: 'data.json', mime: 'application/json', size: 2 },
    text: 'hi',
  });
});

test('[U7] what was recorded travels as a voice message', async () => {
  const voice = { duration: 4300, peaks: [0, 255] };
  const recorded = new Blob(['abc'], { type: 'audio/webm;codecs=opus' });
  const body = await describeFile(recorded, { id, name: 'Voice message.webm', voice });
  const file = { id, name: 'Voice message.webm', mime: 'audio/webm', size: 3 };
  assert.deepEqual(body, { type: 'file', file, voice });
  assert.ok(Body.safeParse(body).success);
});
