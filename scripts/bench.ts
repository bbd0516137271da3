// npm run bench -- <name>: runs bench/<name>.ts, which ends with one line of JSON.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const directory = fileURLToPath(new URL('../bench/', import.meta.url));
const names = readdirSync(directory)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -3));
const [name = '', ...rest] = process.argv.slice(2);
if (!names.includes(name)) {
  console.error(`Usage: npm run bench -- <name>\nBenchmarks: ${names.join(', ')}`);
  process.exit(2);
}
process.exit(spawnSync(process.execPath, [`${directory}${name}.ts`, ...rest], { stdio: 'inherit' }).status ?? 1);
