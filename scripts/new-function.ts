// npm run new:function -- <name> <http|pubsub|storage|schedule> [options]
// Writes functions/<name>/index.ts, its function.yaml and its test.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { newFunction } from './scaffold/new-function.ts';
import { parsed, runCommand, UsageError } from './scaffold/usage-error.ts';

const usage = `Usage: npm run new:function -- <name> <http|pubsub|storage|schedule> [--description "What it does."]
  http      --domain NAME       the domain it serves; by default the one with the function's name
  pubsub    --topic NAME
  storage   --bucket NAME
  schedule  --schedule "*/15 * * * *"
For example: npm run new:function -- device-alerts pubsub --topic telemetry --description "Warns of silent devices."`;

const option = { type: 'string' } as const;

await runCommand(async () => {
  const { values, positionals } = parsed(
    () =>
      parseArgs({
        allowPositionals: true,
        options: { description: option, domain: option, topic: option, bucket: option, schedule: option },
      }),
    usage,
  );
  const [name, trigger, ...rest] = positionals;
  if (!name || !trigger || rest.length > 0) throw new UsageError(usage);
  const paths = await newFunction(fileURLToPath(new URL('..', import.meta.url)), { name, trigger, ...values });
  console.log(
    `${paths.map((path) => `  ${path}`).join('\n')}\nwritten. What it does belongs into shared/src; index.ts stays tiny.`,
  );
});
