// npm run bench -- cold-start [rounds]: from the start of a process to the first answer of each bundled HTTP function, beside a bare "hello" of the
// functions framework. They take turns, so that what slows the machine down slows all of them; the ratio is of the medians.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startBundle } from '@wheelhouse/emulator/cloud/start-bundle.ts';
import { readFunctionDescriptions } from '@wheelhouse/shared/runtime/function-description.ts';
import { buildAll } from '../scripts/build/build.ts';
import { median, report } from './support/report.ts';

const limit = 1.6;
const framework = join(createRequire(import.meta.url).resolve('@google-cloud/functions-framework'), '../main.js');
// What Terraform sets, for a database that nobody asks.
const env = {
  PATH: process.env.PATH,
  WHEELHOUSE_ENVIRONMENT: 'staging',
  GOOGLE_CLOUD_PROJECT: 'wheelhouse-bench',
  METADATA_SERVER_DETECTION: 'none',
  DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing',
  LOG_LEVEL: 'warn',
};
const rounds = Number(process.argv[2] ?? 15);
const root = fileURLToPath(new URL('../', import.meta.url));
// Below the project, whose packages stand in for the installed ones of a deployment.
const target = join(root, 'build', 'cold-start');

try {
  await buildAll(root, target);
  const hello = join(target, 'hello');
  mkdirSync(hello);
  writeFileSync(join(hello, 'package.json'), '{ "type": "module", "main": "index.js" }\n');
  writeFileSync(
    join(hello, 'index.js'),
    `import { http } from '@google-cloud/functions-framework';\nhttp('hello', (request, response) => response.json({ status: 'ok' }));\n`,
  );
  const names = readFunctionDescriptions(join(root, 'functions'))
    .filter(({ trigger }) => trigger.type === 'http')
    .map(({ name }) => name);
  const folders = new Map([['hello', hello], ...names.map((name) => [name, join(target, 'functions', name)] as const)]);
  const times = new Map([...folders.keys()].map((name) => [name, [] as number[]]));
  for (let round = 0; round <= rounds; round++) {
    for (const [name, folder] of folders) {
      const started = await startBundle({ name, folder, env, ...(name === 'hello' ? { framework } : {}) });
      await started.stop();
      // The first round fills the cache of files.
      if (round > 0) times.get(name)?.push(started.firstAnswerMs);
    }
  }
  const helloMs = median(times.get('hello') ?? []);
  const ratios: Record<string, number> = {};
  for (const name of names) {
    const ms = median(times.get(name) ?? []);
    ratios[name] = ms / helloMs;
    console.log(
      `${name.padEnd(16)} ${ms.toFixed(0).padStart(5)} ms  ${ratios[name]?.toFixed(2)} x hello (${helloMs.toFixed(0)} ms)`,
    );
  }
  ratios.worst = Math.max(...Object.values(ratios));
  report('cold-start', ratios, Object.fromEntries(Object.keys(ratios).map((name) => [name, limit])), []);
} finally {
  rmSync(target, { recursive: true, force: true });
}
