import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newTenant, type TestTenant } from '../../../harness/index.ts';
import { type Documents, startDocuments } from './support.ts';

let documents: Documents;
beforeAll(async () => {
  documents = await startDocuments();
});
afterAll(() => documents.stop());

type Folder = { id: string; folder_name: string; parent_folder_id: string | null; path: string };

const foldersOf = (tenant: TestTenant) => tenant.run((tx) => tx.query<Folder>('select * from document_folders order by path'));

const make = async (tenant: TestTenant, name: string, parent: string | null = null): Promise<string> => {
  const rows = await tenant.run((tx) =>
    tx.query<{ id: string }>('insert into document_folders (folder_name, parent_folder_id) values ($1, $2) returning id', [
      name,
      parent,
    ]),
  );
  return rows[0]!.id;
};

const change = (tenant: TestTenant, id: string, set: { name?: string; parent?: string | null }) =>
  tenant.run((tx) =>
    'parent' in set
      ? tx.query('update document_folders set parent_folder_id = $2 where id = $1', [id, set.parent])
      : tx.query('update document_folders set folder_name = $2 where id = $1', [id, set.name]),
  );

/** Every path is the names from the top down, and every folder has a top. */
function expectTree(folders: Folder[]): void {
  const byId = new Map(folders.map((folder) => [folder.id, folder]));
  for (const folder of folders) {
    const names: string[] = [];
    const seen = new Set<string>();
    for (let at: Folder | undefined = folder; at; at = at.parent_folder_id ? byId.get(at.parent_folder_id) : undefined) {
      expect(seen.has(at.id)).toBe(false);
      seen.add(at.id);
      names.unshift(at.folder_name);
    }
    expect(folder.path).toBe(`/${names.join('/')}`);
  }
}

describe.each(['pooled', 'dedicated'] as const)('folders of a %s tenant', (placement) => {
  it('keep right paths and stay a tree through any moves and renames', async () => {
    const move = fc.record({ which: fc.nat(5), to: fc.option(fc.nat(5)) });
    const rename = fc.record({ which: fc.nat(5), name: fc.constantFrom('a', 'ab', '%', '_', 'ü ', "'; --") });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(move, rename), { minLength: 1, maxLength: 12 }), async (steps) => {
        const tenant = placement === 'pooled' ? await newTenant() : dedicated;
        await tenant.run((tx) => tx.query('delete from document_folders'));
        const ids: string[] = [];
        for (let index = 0; index < 6; index += 1) ids.push(await make(tenant, `f${index}`, index % 3 ? ids[index - 1] : null));
        for (const step of steps) {
          const id = ids[step.which] as string;
          const set = 'name' in step ? { name: step.name } : { parent: step.to === null ? null : (ids[step.to] as string) };
          // A cycle (WH422) or a name that is taken (23505) is refused, and changes nothing.
          await change(tenant, id, set).catch((error) => expect(['WH422', '23505']).toContain(error.code));
        }
        const folders = await foldersOf(tenant);
        expect(folders).toHaveLength(6);
        expectTree(folders);
      }),
      { numRuns: 25 },
    );
  });

  let dedicated: TestTenant;
  beforeAll(async () => {
    if (placement === 'dedicated') dedicated = await newTenant({ placement });
  });
});

it('Moves and renames at the same time keep every path right', async () => {
  const tenant = await newTenant();
  const [a, b, c] = [await make(tenant, 'a'), await make(tenant, 'b'), await make(tenant, 'c')];
  const leaf = await make(tenant, 'leaf', a);
  const changes = [
    change(tenant, a, { parent: b }),
    change(tenant, b, { parent: a }),
    change(tenant, b, { name: 'bb' }),
    change(tenant, leaf, { parent: c }),
    change(tenant, c, { name: 'cc' }),
    make(tenant, 'new', leaf),
    make(tenant, 'new', b),
  ];
  const results = await Promise.allSettled(changes);
  expect(results.filter(({ status }) => status === 'rejected').length).toBe(1);
  expectTree(await foldersOf(tenant));
});

it('A folder is made, renamed and moved over HTTP; siblings need different names, also at the top', async () => {
  const call = documents.client(await newTenant());
  const top = await call('POST', '/v1/document-folders', { folderName: 'Top', color: '#00ff00' });
  expect(top.status, top.text).toBe(201);
  expect(top.body).toMatchObject({ path: '/Top', parentFolderId: null });
  const below = (await call('POST', '/v1/document-folders', { folderName: 'Below', parentFolderId: top.body.id })).body;
  expect(below.path).toBe('/Top/Below');
  const taken = await call('POST', '/v1/document-folders', { folderName: 'Top' });
  expect(taken.status, taken.text).toBe(409);
  const any = { 'If-Match': '*' };
  const cycle = await call('PATCH', `/v1/document-folders/${top.body.id}`, { parentFolderId: below.id }, any);
  expect(cycle.status, cycle.text).toBe(422);
  await call('PATCH', `/v1/document-folders/${top.body.id}`, { folderName: 'Renamed' }, any);
  expect((await call('GET', `/v1/document-folders/${below.id}`)).body.path).toBe('/Renamed/Below');
  for (const folderName of ['a/b', '', '  ']) {
    expect((await call('POST', '/v1/document-folders', { folderName })).status).toBe(422);
  }
  expect((await call('POST', '/v1/document-folders', { folderName: 'x', path: '/y' })).status).toBe(422);
  expect((await call('DELETE', `/v1/document-folders/${top.body.id}`)).status).toBe(409);
});

it('A path that no index could hold is refused', async () => {
  const tenant = await newTenant();
  let parent: string | null = null;
  const deeper = async () => {
    for (let depth = 0; depth < 10; depth += 1) parent = await make(tenant, 'x'.repeat(255), parent);
  };
  await expect(deeper()).rejects.toMatchObject({ code: 'WH422' });
});
