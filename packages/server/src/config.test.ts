import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { ConfigError, readConfig } from './config.js';

const app = { id: 'demo', secret: 's'.repeat(32), origins: ['https://shop.example.org'] };
const good = { TOKENIM_APPS: JSON.stringify([app]) };

function problems(env: Record<string, string | undefined>): string[] {
  try {
    readConfig(env);
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.problems;
  }
  return [];
}

test('only the apps must be set; the rest has defaults', () => {
  const config = readConfig(good);
  assert.equal(config.host, '127.0.0.1');
  assert.equal(config.port, 8787);
  assert.equal(config.data, resolve('.data'));
  assert.deepEqual(config.apps, [{ ...app, limits: {} }]);
  assert.equal(readConfig({ ...good, TOKENIM_PORT: '' }).port, 8787);
});

test('apps may stand in a file', () => {
  const dir = mkdtempSync(join(tmpdir(), 'tokenim-'));
  try {
    const path = join(dir, 'apps.json');
    writeFileSync(path, good.TOKENIM_APPS);
    assert.equal(readConfig({ TOKENIM_APPS: path }).apps[0]?.id, 'demo');
    writeFileSync(path, '[{');
    assert.deepEqual(problems({ TOKENIM_APPS: path }), [
      `TOKENIM_APPS names the file ${path}, which is not valid JSON.`,
    ]);
  } finally {
    rmSync(dir, { recursive: true });
  }
});

test('each mistake is one sentence that names its variable, all at once', () => {
  assert.deepEqual(problems({}), [
    'TOKENIM_APPS is not set: give the path of a JSON file with the list of apps, or the JSON itself.',
  ]);
  assert.deepEqual(
    problems({ ...good, TOKENIM_PORT: '80a', TOKENIM_LOG_LEVEL: 'loud', TOKENIM_METRICS_TOKEN: 'x' }),
    [
      'TOKENIM_PORT must be a whole number from 0 to 65535.',
      'TOKENIM_LOG_LEVEL must be one of silent, fatal, error, warn, info, debug, trace.',
      'TOKENIM_METRICS_TOKEN must have at least 16 characters.',
    ],
  );
  const bad = [{ id: 'Demo', secret: 'short', origins: ['https://a.example/path'], limit: {} }];
  assert.deepEqual(problems({ TOKENIM_APPS: JSON.stringify(bad) }), [
    'TOKENIM_APPS[0].id must be 1 to 40 characters of a-z, 0-9 and -.',
    'TOKENIM_APPS[0].secret must have at least 32 characters.',
    'TOKENIM_APPS[0].origins[0] must be an origin such as https://shop.example.org (no path), or *.',
    'TOKENIM_APPS[0] has the unknown key limit.',
  ]);
  assert.deepEqual(problems({ TOKENIM_APPS: JSON.stringify([app, app]) }), [
    'TOKENIM_APPS names the app demo twice.',
  ]);
  assert.deepEqual(problems({ TOKENIM_APPS: './none.json' }), [
    'TOKENIM_APPS names the file ./none.json, which cannot be read.',
  ]);
  assert.deepEqual(problems({ TOKENIM_APPS: '[]' }), ['TOKENIM_APPS must name at least one app.']);
});

test('an app sets what files it takes', () => {
  const withLimits = (limits: object) => ({ TOKENIM_APPS: JSON.stringify([{ ...app, limits }]) });
  const limits = {
    fileTypes: ['image/*', 'application/pdf'],
    fileSizes: { image: 2_000_000 },
    files: 3,
    voice: 60_000,
  };
  assert.deepEqual(readConfig(withLimits(limits)).apps[0]?.limits, limits);
  const bad = { fileTypes: ['.pdf'], fileSizes: { images: 5 }, files: 0, voice: 90_000_000 };
  assert.deepEqual(problems(withLimits(bad)).sort(), [
    'TOKENIM_APPS[0].limits.fileSizes has the unknown key images.',
    'TOKENIM_APPS[0].limits.fileTypes[0] must be a media type such as image/png or image/*.',
    'TOKENIM_APPS[0].limits.files must be at least 1.',
    'TOKENIM_APPS[0].limits.voice must be at most 86400000.',
  ]);
});

test('a bucket needs its address, key and secret', () => {
  const bucket = {
    TOKENIM_S3_URL: 'https://files.s3.eu-central-1.amazonaws.com/chat/',
    TOKENIM_S3_KEY_ID: 'key',
    TOKENIM_S3_SECRET: 'hidden',
  };
  assert.equal(readConfig(good).s3, undefined);
  assert.deepEqual(readConfig({ ...good, ...bucket }).s3, {
    url: bucket.TOKENIM_S3_URL,
    region: 'us-east-1',
    keyId: 'key',
    secret: 'hidden',
    redirect: false,
  });
  assert.equal(readConfig({ ...good, ...bucket, TOKENIM_S3_READS: 'redirect' }).s3?.redirect, true);
  assert.deepEqual(problems({ ...good, ...bucket, TOKENIM_S3_SECRET: '', TOKENIM_S3_READS: 'direct' }), [
    'TOKENIM_S3_READS must be proxy or redirect.',
    'TOKENIM_S3_SECRET is not set, but TOKENIM_S3_URL is: the bucket needs a key and a secret.',
  ]);
  assert.deepEqual(problems({ ...good, TOKENIM_S3_KEY_ID: 'key' }), [
    'TOKENIM_S3_URL is not set, but TOKENIM_S3_KEY_ID is: say which bucket the files go to.',
  ]);
  for (const url of ['files', 'ftp://a.example/b', 'https://a.example/b?c', 'https://u:p@a.example/b']) {
    assert.deepEqual(problems({ ...good, ...bucket, TOKENIM_S3_URL: url }), [
      'TOKENIM_S3_URL must be the address of a bucket, such as https://files.s3.eu-central-1.amazonaws.com.',
    ]);
  }
});

test('files have one base address', () => {
  assert.deepEqual(readConfig(good).fileAddresses, { base: undefined, shared: false });
  const files = { TOKENIM_FILES_URL: 'https://files.example.org/' };
  const cdn = { TOKENIM_CDN_URL: 'https://cdn.example.org/chat' };
  assert.deepEqual(readConfig({ ...good, ...files }).fileAddresses, {
    base: 'https://files.example.org',
    shared: false,
  });
  assert.deepEqual(readConfig({ ...good, ...cdn }).fileAddresses, {
    base: 'https://cdn.example.org/chat',
    shared: true,
  });
  assert.deepEqual(problems({ ...good, ...files, ...cdn, TOKENIM_S3_READS: 'redirect' }), [
    'TOKENIM_CDN_URL and TOKENIM_FILES_URL are both set: files have one base address.',
    'TOKENIM_CDN_URL is set, and TOKENIM_S3_READS is redirect: the cache would never see the bytes.',
  ]);
  assert.deepEqual(problems({ ...good, TOKENIM_CDN_URL: 'cdn.example.org' }), [
    'TOKENIM_CDN_URL must be an address such as https://files.example.org.',
  ]);
});

test('one scanner looks at files: a program or a service', () => {
  assert.equal(readConfig(good).scanner, undefined);
  const program = { TOKENIM_SCAN_COMMAND: ' clamdscan  --no-summary - ' };
  assert.deepEqual(readConfig({ ...good, ...program }).scanner, ['clamdscan', '--no-summary', '-']);
  const service = { TOKENIM_SCAN_URL: 'http://127.0.0.1:3310/scan' };
  assert.equal(readConfig({ ...good, ...service }).scanner, service.TOKENIM_SCAN_URL);
  assert.deepEqual(problems({ ...good, ...program, ...service }), [
    'TOKENIM_SCAN_COMMAND and TOKENIM_SCAN_URL are both set: one of them looks at files.',
  ]);
});

test('a secret never stands in a problem', () => {
  const secret = 'not-long-enough';
  const told = problems({ TOKENIM_APPS: JSON.stringify([{ ...app, secret }]) }).join();
  assert.ok(told !== '' && !told.includes(secret));
});
