import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';

const project = fileURLToPath(new URL('../../', import.meta.url));
const folders = ['shared', 'emulator', 'functions', 'bench', 'scripts', 'sql', 'test'];
const singleFiles = ['package.json', 'tsconfig.json', 'biome.json', 'vitest.config.ts', '.gitignore'];
const heavy = /[\\/](node_modules|fixtures|\.local)$/;

type Run = { status: number | null; output: string };

/** A copy of the project in which scripts may write. */
export type Scratch = {
  root: string;
  /** Runs a script of the project with Node.js. */
  script(name: string, ...args: string[]): Run;
  /** Runs a command of node_modules/.bin, on the test's own database server. */
  command(name: string, ...args: string[]): Run;
  /** Deletes a folder of the copy. */
  drop(path: string): void;
  /** Every file of the project and its text. */
  files(): Map<string, string>;
  remove(): void;
};

/** Copies the project; packages are linked, so that only the project's own code is there twice. */
export function scratchCopy(): Scratch {
  const root = mkdtempSync(join(tmpdir(), 'wheelhouse-scaffold-'));
  for (const name of [...folders, ...singleFiles]) {
    cpSync(join(project, name), join(root, name), { recursive: true, filter: (source) => !heavy.test(source) });
  }
  linkPackages(root);
  const run = (command: string, args: string[]): Run => {
    const env = {
      ...process.env,
      PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}`,
      DATABASE_URL: inject('adminUrl'),
      VITEST: undefined,
    };
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8', env, maxBuffer: 2 ** 26 });
    return { status, output: `${stdout}${stderr}` };
  };
  return {
    root,
    script: (name, ...args) => run(process.execPath, [join('scripts', `${name}.ts`), ...args]),
    command: (name, ...args) => run(join('node_modules', '.bin', name), args),
    drop: (path) => rmSync(join(root, path), { recursive: true }),
    files: () => filesBelow(root),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** The project's own packages must be those of the copy, all others may be shared. */
function linkPackages(root: string): void {
  mkdirSync(join(root, 'node_modules', '@wheelhouse'), { recursive: true });
  for (const entry of readdirSync(join(project, 'node_modules'))) {
    if (entry !== '@wheelhouse') symlinkSync(join(project, 'node_modules', entry), join(root, 'node_modules', entry));
  }
  for (const name of ['shared', 'emulator']) {
    symlinkSync(join(root, name), join(root, 'node_modules', '@wheelhouse', name));
    const own = join(project, name, 'node_modules');
    if (readdirSync(join(project, name)).includes('node_modules')) symlinkSync(own, join(root, name, 'node_modules'));
  }
}

function filesBelow(root: string): Map<string, string> {
  const files = new Map<string, string>();
  for (const name of folders) {
    const entries = readdirSync(join(root, name), { recursive: true, withFileTypes: true });
    for (const entry of entries) {
      const path = join(entry.parentPath, entry.name);
      if (entry.isFile() && !path.includes('node_modules')) files.set(path.slice(root.length + 1), readFileSync(path, 'utf8'));
    }
  }
  return files;
}
