// Runs before `npm start` and `npm test`: sees to it that everything package-lock.json asks for is installed, and that
// the Node.js pinned there works. Plain JavaScript without dependencies, because it runs when nothing is installed yet, on
// any Node.js from 20. When all is present it only reads two files and takes a fraction of a second.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const oldestNode = 20;
const pinnedNode = 24;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const windows = process.platform === 'win32';
const pinnedBinary = join(root, 'node_modules', '.bin', windows ? 'node.cmd' : 'node');

/** Ends the process with a message for the user. */
function fail(message) {
  console.error(message);
  process.exit(1);
}

function checkNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= oldestNode) return;
  fail(
    `This is Node.js ${process.versions.node}; Wheelhouse needs ${oldestNode} or newer to install itself (it then brings its own ` +
      `Node.js ${pinnedNode} along). Install a newer one from https://nodejs.org and try again.`,
  );
}

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** Why an install is needed, or undefined: npm records in node_modules/.package-lock.json what it installed. */
function reasonToInstall() {
  const record = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return 'first run';
  const wanted = readJson(join(root, 'package-lock.json')).packages;
  const installed = readJson(record).packages;
  const changed = Object.keys(wanted).filter((path) => path.startsWith('node_modules/') && isMissing(path, wanted, installed));
  if (changed.length === 0) return undefined;
  return `${changed.length} of ${Object.keys(wanted).length} packages are missing or out of date, ${changed[0]} for one`;
}

function isMissing(path, wanted, installed) {
  const entry = installed[path];
  // npm leaves optional packages out where they do not fit the platform or do not build.
  if (!entry) return !(wanted[path].optional || wanted[path].peer) || isForThisPlatform(wanted[path]);
  return entry.version !== wanted[path].version || entry.integrity !== wanted[path].integrity || !existsSync(join(root, path));
}

// Binaries for exactly this platform are needed even though they are optional. Which C library it has is left to npm.
function isForThisPlatform({ os, cpu, libc }) {
  return Boolean(os?.includes(process.platform) && cpu?.includes(process.arch) && !libc);
}

const knownFailures = [
  [
    /ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH|ERR_SOCKET_TIMEOUT/,
    'The npm registry cannot be reached: check the network connection and the proxy settings (npm config get registry).',
  ],
  [/EACCES|EPERM|EROFS/, `This user may not write there: check who owns ${root} and the npm cache (npm config get cache).`],
  [/ENOSPC/, 'The disk is full.'],
  [
    /EUSAGE/,
    'package.json and package-lock.json do not fit together: run npm install once and commit the new package-lock.json.',
  ],
];

/** Answers what a user can do about npm's output, in a line. */
const explain = (output) => knownFailures.find(([pattern]) => pattern.test(output))?.[1] ?? 'The lines above are what npm said.';

/** Shows a step and its seconds: on a terminal as they pass, elsewhere when it starts and when it ends. */
function showProgress(name) {
  const startedAt = performance.now();
  const seconds = () => Math.round((performance.now() - startedAt) / 1000);
  const tty = process.stdout.isTTY;
  process.stdout.write(tty ? `${name} …` : `${name} …\n`);
  const ticker = tty ? setInterval(() => process.stdout.write(`\r${name} … ${seconds()} s`), 1000) : undefined;
  return (outcome) => {
    clearInterval(ticker);
    process.stdout.write(`${tty ? '\r\u001b[K' : ''}${name}: ${outcome} (${seconds()} s)\n`);
  };
}

/** Runs a command, passing Ctrl-C on to it; answers its status and all it wrote. */
function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let output = '';
    let signalled;
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.on(signal, () => {
        signalled ??= signal;
        child.kill(signal);
      });
    }
    child.on('error', (error) => resolve({ status: 1, output: `${error.code}: ${error.message}` }));
    child.on('close', (status) => {
      if (signalled) {
        console.error('\nInterrupted. The next start installs the rest.');
        process.exit(128 + constants.signals[signalled]);
      }
      resolve({ status: status ?? 1, output });
    });
  });
}

// npm tells its scripts where its own JavaScript is; without npm around us, it is looked up on the PATH.
function npm(args) {
  const script = process.env.npm_execpath;
  if (script?.endsWith('.js')) return run(nodeOfScripts(), [script, ...args]);
  return run(windows ? 'npm.cmd' : 'npm', args, { shell: windows });
}

async function install(reason) {
  const finish = showProgress(`Installing packages (${reason})`);
  const { status, output } = await npm(['ci', '--no-audit', '--no-fund', '--loglevel=error', '--progress=false']);
  finish(status === 0 ? 'done' : 'failed');
  if (status !== 0) fail(`${output.trim()}\n\nThe packages could not be installed. ${explain(output)}`);
}

/** The major version of a Node.js, or undefined when it does not run. */
function majorOf(command) {
  const { stdout } = spawnSync(command, ['--version'], { encoding: 'utf8', shell: windows, timeout: 20_000 });
  return /^v(\d+)\./.exec(stdout ?? '')?.[1];
}

const pinnedNodeWorks = () => existsSync(pinnedBinary) && Number(majorOf(pinnedBinary)) === pinnedNode;

/**
 * npm may have been told not to run install scripts, and the package `node` fetches its binary in one; then we run it. It
 * starts npm itself, which must take the package's folder for its project and not ours.
 */
async function repairPinnedNode() {
  const folder = join(root, 'node_modules', 'node');
  const finish = showProgress(`Installing Node.js ${pinnedNode}`);
  const ignored = /^npm_(config_(local_prefix|prefix|ignore_scripts|allow_scripts)|package_|lifecycle_)/;
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !ignored.test(name)));
  const { output } = await run(nodeOfScripts(), ['installArchSpecificPackage.js'], { cwd: folder, env });
  linkPinnedNode(folder);
  const works = pinnedNodeWorks();
  finish(works ? 'done' : 'failed');
  if (works) return;
  // npm puts node_modules/.bin before the PATH: without our link, the machine's own Node.js is found.
  rmSync(pinnedBinary, { force: true });
  const own = majorOf('node');
  if (Number(own) >= pinnedNode) {
    console.error(`Going on with Node.js ${own} of this machine.`);
    return;
  }
  fail(
    `${output.trim()}\n\nWheelhouse runs on Node.js ${pinnedNode}, which could not be installed beside ` +
      `Node.js ${own} of this machine. ${explain(output)} Or install Node.js ${pinnedNode} from https://nodejs.org and try again.`,
  );
}

// When the pinned Node.js itself runs this script, npm ci has deleted it under us.
const nodeOfScripts = () => (existsSync(process.execPath) ? process.execPath : 'node');

function linkPinnedNode(folder) {
  if (windows || !existsSync(join(folder, 'bin', 'node'))) return;
  mkdirSync(dirname(pinnedBinary), { recursive: true });
  rmSync(pinnedBinary, { force: true });
  symlinkSync(join('..', 'node', 'bin', 'node'), pinnedBinary);
}

checkNode();
const reason = reasonToInstall();
if (reason) await install(reason);
if (!pinnedNodeWorks()) await repairPinnedNode();
