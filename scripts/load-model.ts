// npm run load-model            prints the tables of docs/scale.md
// npm run load-model -- --write puts them into it
import { readFileSync, writeFileSync } from 'node:fs';
import { withTables } from './load-model/document.ts';
import { tables } from './load-model/tables.ts';

const file = new URL('../docs/scale.md', import.meta.url);

if (process.argv.includes('--write')) {
  writeFileSync(file, withTables(readFileSync(file, 'utf8')));
  console.log('docs/scale.md written');
} else {
  for (const [name, render] of Object.entries(tables)) console.log(`## ${name}\n\n${render()}\n`);
}
