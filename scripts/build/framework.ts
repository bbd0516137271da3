import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { build, type Plugin } from 'esbuild';

const name = '@google-cloud/functions-framework';

/** Where a bundle has the framework; its own code imports it from there, and `package.json` names the folder as the package. */
export const frameworkFolder = 'framework';
export const frameworkModule = `./${frameworkFolder}/framework.cjs`;

/** The dependency of a bundle: the platform looks for it by name, and starts its program. */
export const frameworkDependency = { [name]: `file:./${frameworkFolder}` };

/**
 * Writes the functions framework into a bundle, as one file of code: its 140 packages take longer to find and read than all else that a function
 * does before its first answer. Its data (tables of character sets, most of it, that nobody asks for) stays in files of its own.
 */
export async function writeFramework(bundle: string, root: string): Promise<void> {
  const folder = join(bundle, frameworkFolder);
  mkdirSync(folder);
  const files = made.get(root) ?? makeFramework(root);
  made.set(root, files);
  for (const [file, content] of await files) writeFileSync(join(folder, file), content, file === program ? { mode: 0o755 } : {});
}

type Files = Map<string, string | Uint8Array>;

const program = 'main.cjs';

/** By the project; it is the same in every bundle. */
const made = new Map<string, Promise<Files>>();

async function makeFramework(root: string): Promise<Files> {
  const sources = join(createRequire(join(root, 'package.json')).resolve(name), '..');
  const { version, license } = JSON.parse(readFileSync(join(sources, '../../package.json'), 'utf8')) as Record<string, string>;
  const description = { name, version, license, main: 'framework.cjs', bin: { 'functions-framework': program } };
  const files: Files = new Map();
  const { outputFiles } = await build({
    stdin: {
      contents: `export { http } from './function_registry.js';\nexport const start = () => require('./main.js');\n`,
      resolveDir: sources,
    },
    write: false,
    outfile: 'framework.cjs',
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'eof',
    logLevel: 'error',
    plugins: [dataBeside(files)],
  });
  files.set('framework.cjs', outputFiles[0]?.contents ?? '');
  files.set(program, `#!/usr/bin/env node\nrequire('./framework.cjs').start();\n`);
  files.set('package.json', `${JSON.stringify(description, null, 2)}\n`);
  return files;
}

/** Files of data stay files, read when they are asked for. */
function dataBeside(files: Files): Plugin {
  return {
    name: 'data beside',
    setup({ onResolve, resolve }) {
      onResolve({ filter: /\.json$/ }, async ({ path, pluginData, resolveDir, kind }) => {
        if (pluginData === 'resolved') return undefined;
        const found = await resolve(path, { resolveDir, kind, pluginData: 'resolved' });
        if (found.errors.length > 0) return found;
        const [name, content] = [basename(found.path), readFileSync(found.path)];
        if (!content.equals((files.get(name) as Uint8Array | undefined) ?? content))
          throw new Error(`Two files of the framework are called ${name}; one is ${found.path}.`);
        files.set(name, content);
        return { path: `./${name}`, external: true };
      });
    },
  };
}
