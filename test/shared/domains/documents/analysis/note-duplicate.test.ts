import { afterAll, beforeAll, expect, it } from 'vitest';
import { newTenant, type TestTenant } from '../../../../harness/index.ts';
import { type Documents, flatModel, startDocuments } from '../support.ts';

let documents: Documents;
beforeAll(async () => {
  documents = await startDocuments({ embeddings: flatModel() });
});
afterAll(() => documents.stop());

const manual = Array.from(
  { length: 60 },
  (_, step) => `Step ${step}: check part ${step * 31} of the ${['pump', 'valve', 'hose', 'seal'][step % 4]} and note its wear.`,
).join('\n');

const drop = async (tenant: TestTenant, name: string, content: string) =>
  documents.analyse(await documents.drop(`tenants/${tenant.slug}/inbox/${name}`, content));

const rows = (tenant: TestTenant) =>
  tenant.run((tx) =>
    tx.query<{ name: string; original: string | null; similarity: number | null }>(
      `select d.file_name as name, o.file_name as original, d.duplicate_similarity as similarity
       from documents d left join documents o on o.id = d.duplicate_of_document_id order by d.created_at`,
    ),
  );

it('A file that is there already, also archived, and one with nearly the same text are noted as duplicates of the older document', async () => {
  const tenant = await newTenant();
  await drop(tenant, 'manual.txt', manual);
  await tenant.run((tx) => tx.query('update documents set is_archived = true, archived_at = now()'));
  await drop(tenant, 'copy.txt', manual);
  await drop(tenant, 'revised.txt', manual.replace('Step 7:', 'Step seven:'));
  await drop(
    tenant,
    'other.txt',
    'Drivers report accidents within a day. '.repeat(3) +
      'Photographs of all vehicles, their plates and the road help the insurer to decide.',
  );
  const [first, copy, revised, other] = await rows(tenant);
  expect(first).toEqual({ name: 'manual.txt', original: null, similarity: null });
  expect(copy).toEqual({ name: 'copy.txt', original: 'manual.txt', similarity: 1 });
  expect(revised).toMatchObject({ name: 'revised.txt', original: expect.any(String) });
  expect(revised?.similarity).toBeGreaterThan(0.9);
  expect(revised?.similarity).toBeLessThan(1);
  expect(other).toMatchObject({ original: null, similarity: null });
  const events = await tenant.run((tx) =>
    tx.query(`select data ->> 'similarity' as similarity from domain_events where type = 'document.duplicate_found'`),
  );
  expect(events).toHaveLength(2);
  expect(await rows(await newTenant())).toEqual([]);
});
