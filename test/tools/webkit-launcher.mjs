// WebKit for the test runner: starts Xvfb and WebKitWebDriver with the first session and stops both at the end.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { webdriverLauncher } from '@web/test-runner-webdriver';
import { findMiniBrowser } from './browsers.mjs';

const children = [];

function stopChildren() {
  for (const child of children.splice(0)) child.kill('SIGTERM');
}

// The runner ends by process.exit, also after a signal: children must not outlive it.
process.on('exit', stopChildren);

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** Xvfb chooses a free display by itself and writes its number to the descriptor named. */
function startXvfb() {
  return new Promise((resolve, reject) => {
    const child = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    children.push(child);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`Xvfb ended with ${code}`)));
    child.stdio[3].once('data', (data) => resolve(`:${String(data).trim()}`));
  });
}

async function startDriver(path) {
  const display = process.env.DISPLAY ?? (await startXvfb());
  const port = await freePort();
  const child = spawn(path, [`--port=${port}`], {
    stdio: 'ignore',
    // Software drawing: a virtual display has no graphics card, and WebKit's sandbox needs rights root lacks in a container.
    env: {
      ...process.env,
      DISPLAY: display,
      GDK_BACKEND: 'x11',
      LIBGL_ALWAYS_SOFTWARE: '1',
      WEBKIT_DISABLE_COMPOSITING_MODE: '1',
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
    },
  });
  children.push(child);
  for (let attempt = 0; attempt < 100; attempt++) {
    const ready = await fetch(`http://127.0.0.1:${port}/status`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ready) return port;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('WebKitWebDriver does not answer');
}

/**
 * A launcher for web-test-runner.
 * @param {string} path of WebKitWebDriver
 */
export function webkitLauncher(path) {
  const options = {
    hostname: '127.0.0.1',
    port: 0,
    path: '/',
    logLevel: 'silent',
    capabilities: {
      browserName: 'MiniBrowser',
      'wdio:enforceWebDriverClassic': true,
      'webkitgtk:browserOptions': { binary: findMiniBrowser(), args: ['--automation'] },
    },
  };
  const launcher = webdriverLauncher(options);
  const initialize = launcher.initialize.bind(launcher);
  const startSession = launcher.startSession.bind(launcher);
  const stop = launcher.stop.bind(launcher);
  let starting;
  launcher.concurrency = 1;
  launcher.initialize = async (config) => {
    // One session at a time: WebKitGTK allows one automated browser, and frames side by side would share focus.
    await initialize({ ...config, concurrency: 1 });
    launcher.name = 'WebKit';
  };
  launcher.startSession = async (id, url) => {
    starting ??= startDriver(path).then((port) => {
      options.port = port;
    });
    await starting;
    return startSession(id, url);
  };
  launcher.stop = async () => {
    await stop();
    stopChildren();
  };
  return launcher;
}
