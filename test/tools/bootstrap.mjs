// `npm start` and `npm test` on a machine with only Node 20 and npm: installs the workspace, Node 24 included,
// and goes on with that. Plain JavaScript without dependencies, because nothing is installed yet.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const windows = process.platform === 'win32';
const pnpmMajor = 12;

/** Ends with one sentence, which says what to do. */
function stop(sentence) {
  console.error(`\n${sentence}`);
  process.exit(1);
}

function checkNode() {
  const [major] = process.versions.node.split('.').map(Number);
  if (major < 20) {
    stop(
      `Node ${process.versions.node} is too old: install Node 20 or newer from https://nodejs.org and try again.`,
    );
  }
}

function checkWritable() {
  for (const folder of [root, join(root, 'node_modules')]) {
    if (!existsSync(folder)) continue;
    try {
      accessSync(folder, constants.W_OK);
    } catch {
      stop(
        `${folder} cannot be written to: give yourself the right to, or copy the project to a folder of yours.`,
      );
    }
  }
}

/** Changes whenever an install is needed. */
function wantedState() {
  const hash = createHash('sha256');
  const packages = ['packages', join('packages', 'plugins')]
    .map((folder) => join(root, folder))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name, 'package.json')));
  for (const path of [
    join(root, 'pnpm-lock.yaml'),
    join(root, 'pnpm-workspace.yaml'),
    join(root, 'package.json'),
    join(root, 'playground', 'package.json'),
    ...packages.sort(),
  ]) {
    if (existsSync(path)) hash.update(readFileSync(path));
  }
  return hash.digest('hex');
}

/** pnpm where the right major is installed, else by npx. */
function pnpmCommand() {
  const probe = spawnSync('pnpm', ['--version'], { encoding: 'utf8', shell: windows, cwd: root });
  if (probe.status === 0 && probe.stdout.startsWith(`${pnpmMajor}.`)) return ['pnpm'];
  return ['npx', '-y', `pnpm@${pnpmMajor}`];
}

function explain(output) {
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|ECONNRESET|network/i.test(output)) {
    return 'The packages could not be fetched: check the network (and the npm registry setting), then try again.';
  }
  if (/EACCES|EPERM|EROFS/.test(output)) {
    return `A file could not be written while installing: check the rights on ${root} and on npm's cache.`;
  }
  if (/ENOSPC/.test(output)) return 'The disk is full: free some space, then try again.';
  if (/OUTDATED_LOCKFILE/.test(output)) {
    return `pnpm-lock.yaml does not fit the package.json files: run \`npx -y pnpm@${pnpmMajor} install\` and commit it.`;
  }
  if (/npx.*(not found|ENOENT)|ENOENT.*npx/.test(output))
    return 'npx is missing: install npm, which brings it.';
  return 'Installing failed: what went wrong stands above.';
}

/** Runs and shows a command; resolves with its exit code and what it said. */
function show(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, shell: windows, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const take = (stream) => (data) => {
      output += data;
      stream.write(data);
    };
    child.stdout.on('data', take(process.stdout));
    child.stderr.on('data', take(process.stderr));
    child.once('error', (error) =>
      resolve({ code: 1, output: `${output}${error.message} ${error.code} ${command}` }),
    );
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** Node 24 of the workspace. The file itself, not the wrapper in .bin: signals must reach it. */
function node24() {
  const path = join(root, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node');
  if (existsSync(path)) return path;
  return Number(process.versions.node.split('.')[0]) >= 24 ? process.execPath : undefined;
}

async function install() {
  const stamp = join(root, 'node_modules', '.tokenim-installed');
  const state = wantedState();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === state && node24()) return;
  checkWritable();
  console.log('Installing packages …');
  const [command, ...args] = pnpmCommand();
  const { code, output } = await show(command, [...args, 'install', '--frozen-lockfile', '--loglevel=error']);
  if (code !== 0) stop(explain(output));
  if (!node24()) stop('The workspace has no Node 24 after installing: delete node_modules and try again.');
  writeFileSync(stamp, state);
}

function run(script, args) {
  const child = spawn(
    node24(),
    [
      '--disable-warning=ExperimentalWarning',
      '--conditions=source',
      '--import',
      './test/tools/ts.mjs',
      `test/tools/${script}.ts`,
      ...args,
    ],
    {
      cwd: root,
      stdio: 'inherit',
      // Whatever the script starts by name (tsc, vite, wtr) finds the workspace's Node first.
      env: {
        ...process.env,
        PATH: [join(root, 'node_modules', '.bin'), process.env.PATH].join(windows ? ';' : ':'),
      },
    },
  );
  // Ctrl+C reaches the child by the terminal; this process only has to outlive it.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.once('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
}

const [script, ...args] = process.argv.slice(2);
if (script !== 'start' && script !== 'test') stop('Say `npm start` or `npm test`.');
checkNode();
await install();
run(script, args);
