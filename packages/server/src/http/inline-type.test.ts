import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inlineType } from './inline-type.js';

const bytes = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));

test('[U6] only raster images, audio, video and PDF are told, by their content', () => {
  for (const [head, type] of [
    ['\x89PNG\r\n\x1a\n', 'image/png'],
    ['\xff\xd8\xff\xe0', 'image/jpeg'],
    ['GIF89a', 'image/gif'],
    ['RIFF\x00\x00\x00\x00WEBPVP8 ', 'image/webp'],
    ['\x00\x00\x00\x20ftypavif', 'image/avif'],
    ['\x00\x00\x00\x20ftypisom', 'video/mp4'],
    ['\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm', 'video/webm'],
    ['ID3\x04', 'audio/mpeg'],
    ['\xff\xfb\x90\x64', 'audio/mpeg'],
    ['\xff\xf1\x50\x80', 'audio/aac'],
    ['RIFF\x00\x00\x00\x00WAVEfmt ', 'audio/wav'],
    ['%PDF-1.7', 'application/pdf'],
  ] as const) {
    assert.equal(inlineType(bytes(head)), type);
  }
});

test('[U6] what can hold script, and what is not known, is never shown in place', () => {
  for (const head of [
    '<!doctype html>',
    '<svg xmlns="http://www.w3.org/2000/svg">',
    '<?xml version="1.0"?>',
    ' %PDF-1.7',
    'PK\x03\x04',
    '\xff\xfe<\x00h\x00',
    '\xff\xfeA\x00h\x00',
    '\xff\xff\xff\xff',
    'RIFF\x00\x00\x00\x00constructor',
    '\x00\x00\x00\x20ftyphtml',
    '',
  ]) {
    assert.equal(inlineType(bytes(head)), undefined, JSON.stringify(head));
  }
});
