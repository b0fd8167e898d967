import { spawnSync } from 'node:child_process';
import { debianPackages, type Engine, engines, findBrowser } from './browsers.mjs';

function mayInstall(): boolean {
  return process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0;
}

function installPackages(packages: string[]): boolean {
  console.log(`Installing ${packages.join(', ')} …`);
  const options = {
    stdio: ['ignore', 'ignore', 'inherit'] as ('ignore' | 'inherit')[],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  return (
    spawnSync('apt-get', ['-qq', 'update'], options).status === 0 &&
    spawnSync('apt-get', ['-qq', 'install', '-y', '--no-install-recommends', ...packages], options).status ===
      0
  );
}

const advice: Record<Engine, string> = {
  chromium: 'install Chrome, Chromium or Edge, or name its binary in CHROME_PATH',
  firefox: 'install Firefox, or name its binary in FIREFOX_PATH',
  webkit: 'install WebKitWebDriver and Xvfb (Debian: webkit2gtk-driver, xvfb)',
};

/**
 * Makes sure that the browsers which the tests cannot do without are there: Chromium, and with CI=true all three.
 * Installs Debian's packages where it may. Returns the engines to test in, or a sentence that says what to do.
 */
export function provideBrowsers(): Engine[] | string {
  const required = process.env.CI === 'true' ? engines : (['chromium'] as const);
  const missing = () => required.filter((engine) => !findBrowser(engine));
  const before = missing();
  if (before.length > 0 && mayInstall()) installPackages(before.flatMap((engine) => debianPackages[engine]));
  const after = missing();
  if (after.length > 0) {
    return `The tests need ${after.join(', ')}: ${after.map((engine) => advice[engine]).join('; ')}.`;
  }
  return engines.filter((engine) => findBrowser(engine));
}
