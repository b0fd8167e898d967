import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allChecks, formatResult, runConformance } from '@tokenim/conformance';
import { fileLimits, optionsFor, slowScan, startServer, windows } from './conformance-server.js';

test('our server keeps every rule that the suite can observe', async () => {
  const server = await startServer();
  try {
    const results = await runConformance({ ...optionsFor(server.url), drain: () => server.close() });
    assert.equal(results.length, allChecks.length);
    assert.deepEqual(results.filter(({ status }) => status === 'fail').map(formatResult), []);
    // Only what takes long was left out.
    for (const { why, status } of results) {
      if (status === 'skip') assert.match(why ?? '', /takes/);
    }
  } finally {
    await server.close();
  }
});

test('[W11] and it keeps the windows that its app has', async () => {
  const server = await startServer(windows);
  try {
    const results = await runConformance({ ...optionsFor(server.url), windows: true, only: ['W11'] });
    assert.deepEqual(
      results.map(({ status, why }) => why ?? status),
      ['pass'],
    );
  } finally {
    await server.close();
  }
});

test('[U9] and it checks files where it has a scanner', async () => {
  const server = await startServer({}, slowScan);
  try {
    const results = await runConformance({ ...optionsFor(server.url), scanner: true, only: ['U9'] });
    assert.deepEqual(
      results.map(({ status, why }) => why ?? status),
      ['pass'],
    );
  } finally {
    await server.close();
  }
});

test('[U10] [U11] [U12] and it keeps the limits of files that its app has', async () => {
  const server = await startServer(fileLimits);
  try {
    const options = { ...optionsFor(server.url), fileLimits: true, only: ['U10', 'U11', 'U12'] };
    assert.deepEqual(
      (await runConformance(options)).map(({ status, why }) => why ?? status),
      ['pass', 'pass', 'pass'],
    );
  } finally {
    await server.close();
  }
});
