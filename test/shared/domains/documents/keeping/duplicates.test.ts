import { findDuplicate } from '@wheelhouse/shared/domains/documents/keeping/duplicates.ts';
import { textSimhash } from '@wheelhouse/shared/domains/documents/keeping/simhash.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newTenant } from '../../../../harness/index.ts';
import { type Sharing, startSharing } from '../access/support.ts';

let documents: Sharing;
beforeAll(async () => {
  documents = await startSharing();
});
afterAll(() => documents.stop());

const words = Array.from({ length: 300 }, (_, index) => `word${(index * 7919) % 1009}`);
const simhash = textSimhash(words.join(' '));
const nearly = textSimhash(words.with(150, 'changed').join(' '));
const unlike = textSimhash([...words].reverse().join(' '));

describe('Duplicates', () => {
  it('are documents with the same file in any version, also archived ones, and nearly the same text', async () => {
    const tenant = await newTenant();
    const { call } = await documents.person(tenant);
    const archived = await documents.document(
      tenant,
      { is_archived: true, archived_at: new Date(), text_simhash: simhash },
      'the file',
    );
    const near = await documents.document(tenant, { text_simhash: nearly });
    await documents.document(tenant, { text_simhash: unlike });
    await documents.document(tenant);
    const id = await documents.document(tenant, { text_simhash: simhash }, 'the file');
    const { body } = await call('GET', `/v1/documents/${id}:duplicates`);
    expect(body.data).toEqual([
      { documentId: archived, documentName: 'Note', isArchived: true, similarity: 1 },
      { documentId: near, documentName: 'Note', isArchived: false, similarity: expect.any(Number) },
    ]);
    expect(body.data[1].similarity).toBeLessThan(1);
    expect(body.data[1].similarity).toBeGreaterThan(0.9);
  });

  it('of the same text in another file are no exact ones', async () => {
    const tenant = await newTenant();
    const { call } = await documents.person(tenant);
    await documents.document(tenant, { text_simhash: simhash });
    const id = await documents.document(tenant, { text_simhash: simhash });
    expect((await call('GET', `/v1/documents/${id}:duplicates`)).body.data).toMatchObject([{ similarity: 0.99 }]);
  });

  it('that the caller may not see, or of another organisation, are not shown', async () => {
    const [tenant, other] = [await newTenant(), await newTenant()];
    const { call } = await documents.person(tenant);
    await documents.document(other, {}, 'the file');
    await documents.document(tenant, { access_control: '{}' }, 'the file');
    const id = await documents.document(tenant, {}, 'the file');
    expect((await call('GET', `/v1/documents/${id}:duplicates`)).body.data).toEqual([]);
  });
});

it('The likeliest duplicate has the same file, or else the most similar text; of equal ones it is the oldest', async () => {
  const tenant = await newTenant();
  const near = await documents.document(tenant, { text_simhash: nearly });
  const first = await documents.document(tenant, {}, 'the file');
  await documents.document(tenant, {}, 'the file');
  const id = await documents.document(tenant, { text_simhash: simhash }, 'the file');
  const find = (checksum: string | null, simhash: string | null) =>
    tenant.run((tx) => findDuplicate(tx, { documentId: id, checksum, simhash }));
  const [version] = await tenant.run((tx) =>
    tx.query<{ checksum: string }>('select checksum from document_versions where document_id = $1', [id]),
  );
  expect(await find(version!.checksum, simhash)).toEqual({ documentId: first, similarity: 1 });
  expect(await find(null, simhash)).toMatchObject({ documentId: near });
  expect(await find(null, null)).toBeUndefined();
});
