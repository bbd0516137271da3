// npm run openapi [-- --out FILE]: the OpenAPI document of all functions together.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { allDomains } from '@wheelhouse/shared/domains/index.ts';
import { createOpenApi } from '@wheelhouse/shared/resource/openapi.ts';
import { parsed, runCommand, UsageError } from './scaffold/usage-error.ts';

const usage = 'Usage: npm run openapi [-- --out FILE]\nFor example: npm run --silent openapi > openapi.json';

await runCommand(() => {
  const { values } = parsed(() => parseArgs({ options: { out: { type: 'string' } } }), usage);
  const text = `${JSON.stringify(createOpenApi('API', allDomains), null, 2)}\n`;
  if (!values.out) {
    process.stdout.write(text);
    return;
  }
  try {
    writeFileSync(values.out, text);
  } catch (error) {
    throw new UsageError(`${values.out} cannot be written: ${(error as Error).message}`);
  }
  console.log(`${values.out} written`);
});
