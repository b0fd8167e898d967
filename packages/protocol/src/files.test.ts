import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileRefusal, seenType, takesType, trueType } from './files.js';

const bytes = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));
const png = '\x89PNG\r\n\x1a\n';
const program = 'MZ\x90\0\x03\0\0\0';

test('[U10] a type is taken by itself or by a pattern, whatever its case and its parameters', () => {
  for (const [patterns, type, taken] of [
    [undefined, 'application/x-anything', true],
    [[], 'image/png', false],
    [['image/*'], 'image/png', true],
    [['IMAGE/*'], 'Image/PNG', true],
    [['image/*'], 'image/png; charset=binary', true],
    [['image/*'], 'imagery/png', false],
    [['image/*'], '', false],
    [['image/*'], 'application/octet-stream', false],
    [['image/png'], 'image/jpeg', false],
    [['image/jpg'], 'image/jpeg', true],
    [['audio/x-wav'], 'audio/wave', true],
    [['*/*'], 'a/b', true],
    [['image/png', 'application/pdf'], 'application/pdf', true],
  ] as const) {
    assert.equal(takesType(patterns as string[] | undefined, type), taken, `${patterns}: ${type}`);
  }
});

test('[U10] a file is judged by its type, then by the size of its kind', () => {
  const limits = { file: 1000, fileSizes: { image: 100, video: 5000 }, fileTypes: ['image/*', 'video/*'] };
  const judge = (mime: string, size: number) => fileRefusal(limits, { mime, size });
  assert.equal(judge('image/png', 100), undefined);
  assert.deepEqual(judge('image/png', 101), { code: 'too_large', most: 100 });
  assert.deepEqual(judge('video/mp4', 1001), { code: 'too_large', most: 1000 });
  assert.deepEqual(judge('audio/mpeg', 1001), { code: 'file_type' });
  assert.equal(
    fileRefusal({ file: 1000, fileSizes: { other: 5 } }, { mime: 'audio/ogg', size: 6 }),
    undefined,
  );
});

test('[U10] the bytes say what a file is, not its claim', () => {
  for (const [head, claimed, is] of [
    [png, 'image/png', 'image/png'],
    [png, 'image/jpeg', 'image/png'],
    [png, 'text/plain', 'image/png'],
    [program, 'image/png', 'application/x-msdownload'],
    [program, 'application/pdf', 'application/x-msdownload'],
    [program, 'application/octet-stream', 'application/x-msdownload'],
    ['\x7fELF\x02', 'image/png', 'application/x-elf'],
    ['#!/bin/sh\n', 'image/png', 'text/plain'],
    ['#!/bin/sh\n', 'text/x-sh', 'text/x-sh'],
    ['<!doctype html>', 'text/plain', 'text/html'],
    ['\n<HTML>', 'image/svg+xml', 'text/html'],
    ['<svg xmlns="x">', 'image/svg+xml', 'image/svg+xml'],
    ['<?xml version="1.0"?>\n<svg>', 'image/svg+xml', 'image/svg+xml'],
    ['<?xml version="1.0"?><gpx>', 'application/gpx+xml', 'application/gpx+xml'],
    ['', 'image/png', 'text/plain'],
    ['', 'text/plain', 'text/plain'],
    ['\0\x01\x02', 'image/png', 'application/octet-stream'],
    ['\0\x01\x02', 'text/csv', 'application/octet-stream'],
    ['\0\x01\x02', 'application/x-own', 'application/x-own'],
    ['a;b\r\n1;2\r\n', 'text/csv', 'text/csv'],
    ['a;b\r\n1;2\r\n', 'application/vnd.ms-excel', 'application/vnd.ms-excel'],
    ['\xff\xfeh\0i\0', 'text/plain', 'text/plain'],
    ['PK\x03\x04', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', undefined],
    ['PK\x03\x04', 'application/pdf', 'application/zip'],
    ['PK\x03\x04', 'application/json', 'application/zip'],
    ['\x1a\x45\xdf\xa3\x42\x82\x84webm', 'audio/webm;codecs=opus', 'audio/webm'],
    ['\x1a\x45\xdf\xa3\x42\x82\x84webm', 'image/png', 'video/webm'],
    ['\0\0\0\x20ftypisom', 'audio/x-m4a', 'audio/mp4'],
    ['\0\0\0\x20ftypisom', 'video/mp4', 'video/mp4'],
    ['\0\0\0\x18ftypmif1\0\0\0\0mif1heic', 'image/heif', 'image/heic'],
    ['\0\0\0\x1cftypiso8\0\0\0\0dby1mp41', 'audio/mp4', 'audio/mp4'],
    ['\0\0\0\x14ftyphtml\0\0\0\0isom', 'video/mp4', 'video/mp4'],
    ['\0\0\0\x10ftyphtml\0\0\0\0isom', 'video/mp4', 'application/octet-stream'],
    ['OggS', 'audio/ogg', 'audio/ogg'],
    ['%PDF-1.7', 'application/pdf', 'application/pdf'],
    ['hello', 'application/pdf', 'text/plain'],
  ] as const) {
    const seen = seenType(bytes(head));
    assert.equal(trueType(seen, claimed), is ?? claimed, `${JSON.stringify(head)} as ${claimed}`);
  }
});
