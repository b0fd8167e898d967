// Browser tests, `packages/*/src/**/*.browser.test.ts`, in Chromium, Firefox and WebKit.
//
// Vite bundles the tests first, as it bundles the product: one way to read decorators, `?raw` imports, CommonJS
// packages and Dexie. The runner then serves plain files.
//
// TESTS=packages/store     only test files whose path contains this
// ENGINES=chromium,webkit  only these engines; a missing one is then an error
// CI=true                  all three engines are required
// RESULTS=file             appends `{"name","passed","failed","skipped"}` as one line
import { appendFileSync, globSync, mkdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { defaultReporter } from '@web/test-runner';
import { puppeteerLauncher } from '@web/test-runner-puppeteer';
import { build } from 'vite';
import { chromiumArgs, engines, findBrowser } from './test/tools/browsers.mjs';
import { webkitLauncher } from './test/tools/webkit-launcher.mjs';

const root = import.meta.dirname;
const out = join(root, '.cache', `wtr-${process.pid}`);
const wanted = process.env.TESTS ?? '';
const sources = globSync('packages/{*,plugins/*}/src/**/*.browser.test.ts', { cwd: root })
  .filter((path) => path.includes(wanted))
  .sort();

async function bundle() {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  process.on('exit', () => rmSync(out, { recursive: true, force: true }));
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    resolve: { conditions: ['source', 'module', 'browser', 'development'] },
    define: { 'process.env.NODE_ENV': '"development"' },
    build: {
      outDir: out,
      minify: false,
      sourcemap: 'inline',
      target: 'es2022',
      modulePreload: false,
      chunkSizeWarningLimit: 1e6,
      rolldownOptions: {
        input: Object.fromEntries(
          sources.map((path) => [path.replace(/\.ts$/, '').replaceAll('/', '__'), join(root, path)]),
        ),
        // Served by the runner itself (@web/test-runner-commands imports it).
        external: [/^\/__web-/],
        preserveEntrySignatures: 'strict',
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
        onwarn: () => {},
      },
    },
  });
}

/** A microphone that beeps, without asking; sound plays without a press. */
const microphone = {
  chromium: [
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    '--autoplay-policy=no-user-gesture-required',
  ],
  firefox: {
    'media.navigator.streams.fake': true,
    'media.navigator.permission.disabled': true,
    'media.autoplay.default': 0,
  },
};

function launcherOf(engine, path) {
  if (engine === 'webkit') return webkitLauncher(path);
  const launcher = puppeteerLauncher({
    launchOptions:
      engine === 'chromium'
        ? { executablePath: path, args: [...chromiumArgs, ...microphone.chromium] }
        : { browser: 'firefox', executablePath: path, extraPrefsFirefox: microphone.firefox },
    concurrency: 1,
  });
  const initialize = launcher.initialize?.bind(launcher);
  launcher.initialize = async (...args) => {
    await initialize?.(...args);
    launcher.name = engine === 'chromium' ? 'Chromium' : 'Firefox';
  };
  return launcher;
}

function findLaunchers() {
  const named = process.env.ENGINES?.split(',');
  const launchers = [];
  for (const engine of named ?? engines) {
    const path = findBrowser(engine);
    if (path) launchers.push(launcherOf(engine, path));
    else if (named || process.env.CI === 'true')
      throw new Error(`${engine} is required here and was not found.`);
    else console.log(`Skipping ${engine}: it is not installed here.`);
  }
  return launchers;
}

/** Counts for the closing line of `npm test`. */
function countingReporter() {
  return {
    stop({ sessions }) {
      if (!process.env.RESULTS) return;
      const count = { name: 'browsers', passed: 0, failed: 0, skipped: 0 };
      const visit = (suite) => {
        for (const test of suite.tests) count[test.skipped ? 'skipped' : test.passed ? 'passed' : 'failed']++;
        for (const inner of suite.suites) visit(inner);
      };
      for (const session of sessions) {
        const before = count.failed;
        if (session.testResults) visit(session.testResults);
        // A file that does not load has no tests and yet must count.
        if (!session.passed && count.failed === before) count.failed++;
      }
      appendFileSync(process.env.RESULTS, `${JSON.stringify(count)}\n`);
    },
  };
}

if (sources.length === 0) {
  console.log(`No browser test matches "${wanted}".`);
  process.exit(wanted ? 1 : 0);
}
await bundle();

export default {
  files: [join(relative(root, out), '*.js').replaceAll('\\', '/')],
  rootDir: root,
  browsers: findLaunchers(),
  concurrency: 1,
  concurrentBrowsers: 1,
  filterBrowserLogs: ({ args }) => !String(args[0]).startsWith('Lit is in dev mode'),
  testsFinishTimeout: 300_000,
  browserStartTimeout: 60_000,
  // Mocha's `it` under the name that the rest of the repository uses.
  testRunnerHtml: (framework) => `<!doctype html>
<html lang="en">
  <head>
    <script>
      Object.defineProperty(window, 'test', { get: () => window.it });
    </script>
  </head>
  <body>
    <script type="module" src="${framework}"></script>
  </body>
</html>`,
  testFramework: { config: { timeout: '20000' } },
  reporters: [defaultReporter({ reportTestProgress: Boolean(process.stdout.isTTY) }), countingReporter()],
};
