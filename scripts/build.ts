// npm run build [-- --out FOLDER]: bundles every function as it is deployed, and the command line for the jobs of the database.
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildAll } from './build/build.ts';
import { parsed, runCommand } from './scaffold/usage-error.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

await runCommand(async () => {
  const { values } = parsed(() => parseArgs({ options: { out: { type: 'string' } } }), 'Usage: npm run build [-- --out FOLDER]');
  const target = resolve(values.out ?? `${root}build`);
  const { functions, tool } = await buildAll(root, target);
  const kilobytes = (bytes: number) => `${Math.round(bytes / 1024)} KB`.padStart(9);
  console.log(`${'function'.padEnd(20)} at start       all  hash          installed beside it`);
  for (const { name, bytesAtStart, bytes, hash, packages } of [...functions, tool])
    console.log(`${name.padEnd(20)}${kilobytes(bytesAtStart)} ${kilobytes(bytes)}  ${hash.slice(0, 12)}  ${packages.join(' ')}`);
  console.log(`\nIn ${target}; manifest.json names the hash of each.`);
});
