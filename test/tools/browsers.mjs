// Where this machine's browsers are. Plain JavaScript without dependencies: the bootstrap runs it on Node 20,
// before anything is installed. Environment variables win: CHROME_PATH, FIREFOX_PATH, WEBKIT_DRIVER_PATH.
import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** @typedef {"chromium" | "firefox" | "webkit"} Engine */

/** @type {readonly Engine[]} */
export const engines = ['chromium', 'firefox', 'webkit'];

const names = {
  chromium: [
    'chromium',
    'chromium-browser',
    'google-chrome',
    'google-chrome-stable',
    'chrome',
    'microsoft-edge',
  ],
  firefox: ['firefox-esr', 'firefox'],
};

const places = {
  darwin: {
    chromium: [
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
      '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    ],
    firefox: ['/Applications/Firefox.app/Contents/MacOS/firefox'],
  },
  win32: {
    chromium: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((root) =>
      ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'].map((path) =>
        join(process.env[root] ?? '', path),
      ),
    ),
    firefox: ['C:\\Program Files\\Mozilla Firefox\\firefox.exe'],
  },
};

function runnable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function onPath(name) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, name);
    if (folder && runnable(path)) return path;
  }
  return undefined;
}

/** The binary of WebKitGTK's small browser, which WebKitWebDriver drives. */
export function findMiniBrowser() {
  if (process.env.WEBKIT_BROWSER_PATH) return process.env.WEBKIT_BROWSER_PATH;
  for (const root of ['/usr/lib', '/usr/libexec', '/usr/lib64']) {
    if (!existsSync(root)) continue;
    const folders = [root, ...readdirSync(root).map((name) => join(root, name))];
    for (const folder of folders) {
      for (const version of ['webkit2gtk-4.1', 'webkitgtk-6.0', 'webkit2gtk-4.0']) {
        const path = join(folder, version, 'MiniBrowser');
        if (runnable(path)) return path;
      }
    }
  }
  return undefined;
}

/**
 * The path of an engine's browser (for WebKit: of its driver), or undefined.
 * @param {Engine} engine
 */
export function findBrowser(engine) {
  if (engine === 'webkit') {
    const driver = process.env.WEBKIT_DRIVER_PATH ?? onPath('WebKitWebDriver');
    return driver && findMiniBrowser() && (process.env.DISPLAY || onPath('Xvfb')) ? driver : undefined;
  }
  const wanted = process.env[engine === 'chromium' ? 'CHROME_PATH' : 'FIREFOX_PATH'];
  if (wanted) {
    if (runnable(wanted)) return wanted;
    throw new Error(`There is no browser at ${wanted}: correct CHROME_PATH or FIREFOX_PATH, or unset it.`);
  }
  for (const name of names[engine]) {
    const path = onPath(name);
    if (path) return path;
  }
  return places[process.platform]?.[engine].find(runnable);
}

/** Switches for Chromium in tests: it runs as root, and must not call home in the middle of a measurement. */
export const chromiumArgs = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-dev-shm-usage',
];

/** Debian's packages for each engine. */
export const debianPackages = {
  chromium: ['chromium'],
  firefox: ['firefox-esr'],
  webkit: ['webkit2gtk-driver', 'xvfb'],
};
