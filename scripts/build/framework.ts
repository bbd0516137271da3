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
  const sources = join(createRequire(join(root, 'package.json')).resolve(name), '..');
  const { version, license } = JSON.parse(readFileSync(join(sources, '../../package.json'), 'utf8')) as Record<string, string>;
  await build({
    stdin: {
      contents: `export { http } from './function_registry.js';\nexport const start = () => require('./main.js');\n`,
      resolveDir: sources,
    },
    outfile: join(folder, 'framework.cjs'),
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'eof',
    logLevel: 'error',
    plugins: [dataBeside(folder)],
  });
  writeFileSync(join(folder, 'main.cjs'), `#!/usr/bin/env node\nrequire('./framework.cjs').start();\n`, { mode: 0o755 });
  const description = {
    name,
    version,
    license,
    main: 'framework.cjs',
    bin: { 'functions-framework': 'main.cjs' },
  };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(description, null, 2)}\n`);
}

/** Files of data stay files, read when they are asked for. */
function dataBeside(folder: string): Plugin {
  const copied = new Map<string, Buffer>();
  return {
    name: 'data beside',
    setup({ onResolve, resolve }) {
      onResolve({ filter: /\.json$/ }, async ({ path, pluginData, resolveDir, kind }) => {
        if (pluginData === 'resolved') return undefined;
        const found = await resolve(path, { resolveDir, kind, pluginData: 'resolved' });
        if (found.errors.length > 0) return found;
        const [name, content] = [basename(found.path), readFileSync(found.path)];
        if (!content.equals(copied.get(name) ?? content))
          throw new Error(`Two files of the framework are called ${name}; one is ${found.path}.`);
        copied.set(name, content);
        writeFileSync(join(folder, name), content);
        return { path: `./${name}`, external: true };
      });
    },
  };
}
