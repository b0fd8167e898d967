import assert from 'node:assert/strict';
import { test } from 'node:test';
import { absoluteAddress, filesAddress, socketAddress } from './endpoint.js';

test('addresses lie below the endpoint, whatever its end looks like', () => {
  assert.equal(socketAddress('https://chat.example.org'), 'wss://chat.example.org/v1/socket');
  assert.equal(socketAddress('http://127.0.0.1:8787/'), 'ws://127.0.0.1:8787/v1/socket');
  assert.equal(filesAddress('https://example.org/chat//?a=1#b'), 'https://example.org/chat/v1/files');
});

test('[U5] a file address may be relative to the endpoint', () => {
  assert.equal(absoluteAddress('https://a.org/chat', '/v1/files/x?s=1'), 'https://a.org/chat/v1/files/x?s=1');
  assert.equal(absoluteAddress('https://a.org/chat', 'v1/files/x'), 'https://a.org/chat/v1/files/x');
  assert.equal(absoluteAddress('https://a.org', 'https://cdn.org/x'), 'https://cdn.org/x');
});
