import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { createOpenApi } from '@wheelhouse/shared/resource/openapi.ts';
import { generateSource } from 'oazapfts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newTenant, principalOf, testApi } from '../../harness/index.ts';
import { servedDomains } from './served.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const compilerOptions = {
  ...{ target: 'es2024', lib: ['es2024', 'dom'], module: 'nodenext', types: [], strict: true, noEmit: true },
  ...{ allowImportingTsExtensions: true, erasableSyntaxOnly: true, verbatimModuleSyntax: true },
};

/** What an application would write: right calls compile, and wrong ones do not. */
const use = `
import { createDepot, listDepots, vehicleAssignDriver } from './client.ts';

export async function nameOfNewDepot(): Promise<string | undefined> {
  const made = await createDepot({ depotCode: 'A', depotName: 'Harbour', address: {}, coordinates: { longitude: 11, latitude: 57 }, timezone: 'UTC' });
  if (made.status === 201) return made.data.depotName;
  if (made.status === 422) throw new Error(made.data.errors?.map((field) => field.path).join());
  return undefined;
}

export async function page() {
  const listed = await listDepots({ limit: 5, depotCode: { startsWith: 'A' }, sort: '-depotCode' });
  return listed.status === 200 ? listed.data.data.map((depot) => depot.id) : [];
}

// @ts-expect-error a depot needs more than a name
export const withoutCode = () => createDepot({ depotName: 'Harbour' });
// @ts-expect-error drivers are assigned by id
export const byName = () => vehicleAssignDriver('id', { driver: 'x' });
`;

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'wheelhouse-client-'));
  await symlink(join(root, 'node_modules'), join(directory, 'node_modules'));
  const document = createOpenApi('common', servedDomains);
  await writeFile(join(directory, 'openapi.json'), JSON.stringify(document));
  await writeFile(join(directory, 'client.ts'), await generateSource(join(directory, 'openapi.json'), { useUnknown: true }));
  await writeFile(join(directory, 'use.ts'), use);
  await writeFile(join(directory, 'package.json'), JSON.stringify({ type: 'module' }));
  await writeFile(join(directory, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

it('a client generated from the document type-checks, and tells right calls from wrong ones', async () => {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const { stdout } = await promisify(execFile)(process.execPath, [tsc, '-p', directory]).catch(
    (error) => error as { stdout: string },
  );
  expect(stdout).toBe('');
}, 60_000);

it('a generated client talks to the API', async () => {
  const { client } = testApi(servedDomains);
  const call = client(principalOf(await newTenant()));
  const generated = await import(pathToFileURL(join(directory, 'client.ts')).href);
  generated.defaults.baseUrl = 'http://localhost';
  generated.defaults.fetch = async (url: string, init: RequestInit) => {
    const { pathname, search } = new URL(url);
    const answer = await call(init.method ?? 'GET', `${pathname}${search}`, init.body ?? undefined);
    return new Response(answer.text, { status: answer.status, headers: answer.headers });
  };
  const depot = { depotName: 'Harbour', address: {}, coordinates: { longitude: 11, latitude: 57 }, timezone: 'UTC' };
  for (const depotCode of ['A1', 'A2', 'B1']) {
    expect(await generated.createDepot({ ...depot, depotCode })).toMatchObject({ status: 201, data: { depotCode } });
  }
  const listed = await generated.listDepots({ depotCode: { startsWith: 'A' }, sort: '-depotCode' });
  expect(listed.data.data.map((row: { depotCode: string }) => row.depotCode)).toEqual(['A2', 'A1']);
  expect(await generated.createDepot({ ...depot, depotCode: 'A1' })).toMatchObject({
    status: 409,
    data: { code: 'already_exists' },
  });
});
