import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { hostBundles } from '@wheelhouse/emulator/cloud/functions-host.ts';
import { startBundle } from '@wheelhouse/emulator/cloud/start-bundle.ts';
import { asAdmin, bootstrapDatabase } from '@wheelhouse/shared/db/migrate/index.ts';
import { type FunctionDescription, readFunctionDescriptions } from '@wheelhouse/shared/runtime/function-description.ts';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { type Built, buildAll, buildFunction, type Manifest } from '../../../scripts/build/build.ts';
import { hashFolder } from '../../../scripts/build/hash-folder.ts';
import { accessOf } from './access.ts';
import { install } from './install.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const target = mkdtempSync(join(tmpdir(), 'wheelhouse-bundles-'));
const descriptions = readFunctionDescriptions(join(root, 'functions'));
const names = descriptions.map(({ name }) => name);
let functions: Map<string, Built>;
let tool: Built;

beforeAll(async () => {
  const built = await buildAll(root, target);
  functions = new Map(built.functions.map((one) => [one.name, one]));
  tool = built.tool;
  for (const { directory } of [...built.functions, built.tool]) install(join(target, directory), root);
}, 180_000);

afterAll(() => rmSync(target, { recursive: true, force: true }));

/** What Terraform sets, with a connection string in place of Cloud SQL. */
const deployed = () => ({
  PATH: process.env.PATH,
  WHEELHOUSE_ENVIRONMENT: 'staging',
  GOOGLE_CLOUD_PROJECT: 'wheelhouse-test',
  METADATA_SERVER_DETECTION: 'none',
  DATABASE_URL: inject('appUrl'),
  LOG_LEVEL: 'warn',
});

/** By the name under which the platform looks for the framework's program. */
async function startAlone(name: string) {
  const folder = join(target, 'functions', name);
  const framework = join(folder, 'node_modules/@google-cloud/functions-framework/main.cjs');
  const started = await startBundle({ name, folder, framework, env: deployed() });
  onTestFinished(() => started.stop());
  return started;
}

describe('every bundle', () => {
  it.each(names)('of %s starts alone, with nothing but what its lock file names, and says that it is well', async (name) => {
    const { url } = await startAlone(name);
    const answer = await fetch(`${url}/health`);
    expect([answer.status, await answer.json()]).toEqual([200, { status: 'ok' }]);
  });

  it('of a function with an interface answers its verbs, which are loaded with the first of them', async () => {
    const { url } = await startAlone('fleet');
    const answers = await Promise.all(
      ['/v1/vehicles', '/v1/depots:nearest?latitude=1&longitude=2', '/v1/depots:nowhere', '/v1/boats'].map((path) =>
        fetch(url + path),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 404, 404]);
    const document = (await (await fetch(`${url}/openapi.json`)).json()) as { paths: object };
    expect(Object.keys(document.paths)).toContain('/v1/vehicles/{id}:changeStatus');
  });

  it('of the reference shows the document of all functions and its page', async () => {
    const { url } = await startAlone('reference');
    const document = (await (await fetch(`${url}/openapi.json`)).json()) as { paths: object };
    expect(Object.keys(document.paths)).toEqual(expect.arrayContaining(['/v1/vehicles', '/v1/documents:search', '/v1/trips']));
    expect(await (await fetch(`${url}/docs`)).text()).toContain('swagger-ui');
    expect((await fetch(`${url}/docs/swagger-ui-bundle.js`)).headers.get('content-type')).toContain('javascript');
    expect((await fetch(`${url}/v2/nothing`)).status).toBe(404);
  });

  it('holds one file that is read first, packages of exact versions, and no source or secret of this machine', () => {
    for (const name of names) {
      const files = readdirSync(join(target, 'functions', name));
      expect(files).toEqual(expect.arrayContaining(['index.mjs', 'package.json', 'package-lock.json']));
      expect(files.filter((file) => /\.(ts|map|env)$/.test(file))).toEqual([]);
      const { dependencies } = JSON.parse(readFileSync(join(target, 'functions', name, 'package.json'), 'utf8'));
      const { '@google-cloud/functions-framework': framework, ...others } = dependencies;
      expect(framework).toBe('file:./framework');
      for (const version of Object.values(others)) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    }
    expect(existsSync(join(target, 'tool/files/.local'))).toBe(false);
  });
});

it('Who asks for bundles that were not made is told how to make them', async () => {
  await expect(hostBundles(join(target, 'nowhere'))).rejects.toThrow(
    /^There are no bundles in .*nowhere\. Make them with: npm run build/,
  );
});

// What is read when an instance starts, and the whole bundle, in KB: a client or a domain too many is seen here before it is felt.
const bounds: Record<string, [atStart: number, all: number]> = {
  'document-analysis': [925, 15_700],
  documents: [880, 15_000],
  'event-dispatch': [935, 12_500],
  fleet: [850, 13_100],
  identity: [845, 13_100],
  operations: [850, 13_700],
  platform: [835, 13_200],
  reference: [580, 4_600],
  'scheduled-jobs': [1_080, 14_500],
  telematics: [925, 13_400],
  'telemetry-ingest': [745, 12_400],
  tool: [515, 8_000],
};

it('No bundle is larger than it was given room for, and the room is not more than a third too large', () => {
  const kilobytes = (bytes: number) => Math.ceil(bytes / 1024);
  const sizes = [...functions.values(), tool].map(
    ({ name, bytesAtStart, bytes }) => [name, kilobytes(bytesAtStart), kilobytes(bytes)] as const,
  );
  const outside = sizes.filter(([name, ...both]) =>
    both.some((size, index) => size > (bounds[name]?.[index] ?? 0) || size * 1.34 < (bounds[name]?.[index] ?? 0)),
  );
  expect(outside).toEqual([]);
  expect(sizes.map(([name]) => name).sort()).toEqual(Object.keys(bounds).sort());
});

it('The manifest names each bundle with the hash of its files, and the same sources have the same hash', async () => {
  const manifest = JSON.parse(readFileSync(join(target, 'manifest.json'), 'utf8')) as Manifest;
  expect(Object.keys(manifest.functions)).toEqual(names);
  const again = mkdtempSync(join(tmpdir(), 'wheelhouse-again-'));
  onTestFinished(() => rmSync(again, { recursive: true, force: true }));
  const { hash, directory } = await buildFunction(root, again, 'fleet');
  expect(hash).toBe(manifest.functions.fleet?.hash);
  expect(hashFolder(join(again, directory))).toBe(hash);
});

it('The command line runs from its bundle, and makes an empty database with the migrations that it brings along', async () => {
  const name = `wheelhouse_test_${randomBytes(4).toString('hex')}`;
  const { ownerUrl } = await bootstrapDatabase(inject('adminUrl'), name, { owner: 'wheelhouse-test', app: 'wheelhouse-test' });
  onTestFinished(() => asAdmin(inject('adminUrl'), (client) => client.query(`drop database ${name}`)).then(() => {}));
  const migrate = async () => {
    const folder = join(target, 'tool');
    const env = { PATH: process.env.PATH, DATABASE_OWNER_URL: ownerUrl };
    return JSON.parse(
      (await promisify(execFile)(process.execPath, ['index.mjs', 'migrate', '--json'], { cwd: folder, env })).stdout,
    );
  };
  expect((await migrate()).applied).toContainEqual(expect.objectContaining({ schemaName: 'app' }));
  expect(await migrate()).toMatchObject({ behind: [], applied: [] });
});

describe('What function.yaml lets a function do', () => {
  it.each(descriptions.map((one) => [one.name, one] as const))(
    'is what the code of %s does, no more and no less',
    (name, description) => {
      const { access, secrets, database }: FunctionDescription = description;
      expect({ access, secrets, database }).toEqual(accessOf(functions.get(name) as Built, root));
    },
  );
});
