import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultLimits, type Limits } from '@tokenim/protocol';
import type { Live, OutboxRow } from '@tokenim/store';
import type { Client } from '../types.js';
import { checkFiles } from './check-files.js';

const live = <T>(value: T): Live<T> => ({
  subscribe(next) {
    queueMicrotask(() => next(value));
    return () => {};
  },
});

function clientOf(limits: Partial<Limits>, uploads: Pick<OutboxRow, 'state'>[] = []) {
  const views = { limits: () => live({ ...defaultLimits, ...limits }), uploads: () => live(uploads) };
  return { views } as unknown as Client;
}

const png = '\x89PNG\r\n\x1a\n';
const file = (head: string, name: string, type = '', size = head.length) =>
  new File([Uint8Array.from(head, (c) => c.charCodeAt(0)), new Uint8Array(size - head.length)], name, {
    type,
  });

/** Codes by name; what is taken has none. */
async function codes(
  limits: Partial<Limits>,
  files: File[],
  uploads?: Pick<OutboxRow, 'state'>[],
  held?: number,
) {
  const refused = await checkFiles(clientOf(limits, uploads), files, held);
  return Object.fromEntries(refused.map((one) => [one.file.name, one.code]));
}

const shop = { fileTypes: ['image/*'], fileSizes: { image: 2_000_000 }, files: 3 };

test('[U10] where only pictures are taken, the bytes decide, whatever type and ending say', async () => {
  const files = [
    file(png, 'no-type.png'),
    file(png, 'no-name'),
    file(png, 'LOUD.PNG', 'IMAGE/PNG'),
    file(png, 'with-parameters', 'image/png; charset=binary'),
    file('MZ\x90\0', 'program.png', 'image/png'),
    file('#!/bin/sh', 'script.PNG'),
    file('%PDF-1.7', 'paper.pdf', 'application/pdf'),
    file('%PDF-1.7', 'paper.png', 'image/png'),
    file('hello', 'unknown.xyz'),
    file('', 'empty.png', 'image/png'),
  ];
  assert.deepEqual(await codes({ ...shop, files: undefined }, files), {
    'program.png': 'file_type',
    'script.PNG': 'file_type',
    'paper.pdf': 'file_type',
    'paper.png': 'file_type',
    'unknown.xyz': 'file_type',
    'empty.png': 'empty',
  });
});

test('[U10] a refusal says what would be taken', async () => {
  const [pdf, large] = [file('%PDF-', 'a.pdf'), file(png, 'a.png', '', 2_000_001)];
  assert.deepEqual(await checkFiles(clientOf(shop), [pdf, large, file(png, 'b.png', '', 2_000_000)]), [
    { file: pdf, code: 'file_type', types: ['image/*'] },
    { file: large, code: 'too_large', most: 2_000_000 },
  ]);
  assert.deepEqual(await checkFiles(clientOf({ fileTypes: [] }), [pdf]), [
    { file: pdf, code: 'file_type', types: [] },
  ]);
});

test('[U10] each kind has its size; a film by its bytes has that of films', async () => {
  const limits = { file: 5000, fileSizes: { image: 100, audio: 200, video: 300, other: 400 } };
  const film = '\0\0\0\x20ftypisom';
  assert.deepEqual(
    await codes(limits, [
      file(png, 'a.png', '', 101),
      file('ID3', 'a.mp3', '', 201),
      file(film, 'a.mov', 'video/quicktime', 301),
      file(film, 'film.bin', 'application/octet-stream', 301),
      file('a,b', 'a.csv', 'text/csv', 400),
      file('PK\x03\x04', 'a.zip', '', 401),
    ]),
    {
      'a.png': 'too_large',
      'a.mp3': 'too_large',
      'a.mov': 'too_large',
      'film.bin': 'too_large',
      'a.zip': 'too_large',
    },
  );
});

test('[U11] no more files than may be under way, those that wait counted', async () => {
  const four = ['1', '2', '3', '4'].map((name) => file(png, name));
  assert.deepEqual(await codes(shop, four), { 4: 'too_many' });
  assert.deepEqual(await codes(shop, [file('x', 'no'), ...four]), { no: 'file_type', 4: 'too_many' });
  const waiting = { state: 'waiting' as const };
  assert.deepEqual(await codes(shop, four, [waiting, { state: 'failed' }], 1), {
    2: 'too_many',
    3: 'too_many',
    4: 'too_many',
  });
  assert.deepEqual(await codes({}, four, [waiting]), {});
});
