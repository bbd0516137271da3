import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/** A file that was written: what it exports. */
type Written = { exports: readonly string[] };

/**
 * Joins `index.mjs` and the files that it imports at once to one file. Each file that a start has to find, read and link costs it a millisecond. The
 * others import from those files too, so these stay as names of what is now in `index.mjs`.
 *
 * @param atStart names of the files that `index.mjs` imports at once, itself among them, with what they export
 */
export async function joinStart(folder: string, atStart: ReadonlyMap<string, Written>): Promise<void> {
  const shared = [...atStart].filter(([file, { exports }]) => file !== 'index.mjs' && exports.length > 0);
  const inside = (file: string, name: string) => `${file.replace(/\W/g, '_')}__${name}`;
  const entry = join(folder, 'start.mjs');
  writeFileSync(
    entry,
    [
      `import './index.mjs';`,
      ...shared.map(
        ([file, { exports }]) =>
          `export { ${exports.map((name) => `${name} as ${inside(file, name)}`).join(', ')} } from './${file}';`,
      ),
    ].join('\n'),
  );
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    outdir: folder,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    logLevel: 'error',
    // Whatever is not read at the start, files of the bundle and packages.
    plugins: [
      {
        name: 'all else stays outside',
        setup: ({ onResolve }) =>
          void onResolve({ filter: /.*/ }, ({ path, kind }) =>
            kind === 'entry-point' || (kind === 'import-statement' && atStart.has(path.replace(/^\.\//, '')))
              ? undefined
              : { path, external: true },
          ),
      },
    ],
  });
  rmSync(entry);
  writeFileSync(join(folder, 'index.mjs'), outputFiles[0]?.contents ?? '');
  for (const [file, { exports }] of atStart) {
    if (file === 'index.mjs') continue;
    const names = exports.map((name) => `${inside(file, name)} as ${name}`).join(', ');
    writeFileSync(join(folder, file), exports.length > 0 ? `export { ${names} } from './index.mjs';\n` : '');
  }
}
