// npm run terraform:access
// Writes who may do what into terraform/README.md, and what every function is granted into the fixture of the stack's tests.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { generatedAccess } from './terraform/generated-access.ts';

for (const [file, text] of await generatedAccess(fileURLToPath(new URL('../', import.meta.url)))) {
  const isCurrent = readFileSync(file, 'utf8') === text;
  if (!isCurrent) writeFileSync(file, text);
  console.log(`${file} ${isCurrent ? 'is current' : 'written'}`);
}
