import { afterAll, beforeAll, expect, it } from 'vitest';
import { newTenant } from '../../../../harness/index.ts';
import { type Documents, flatModel, startDocuments } from '../support.ts';
import { makePdf } from '../text/make-pdf.ts';

let documents: Documents;
beforeAll(async () => {
  documents = await startDocuments({ embeddings: flatModel() });
});
afterAll(() => documents.stop());

it('A document that names no title is known by the heading of its first page', async () => {
  const tenant = await newTenant();
  const body = Array.from({ length: 12 }, (_, n) => ({
    text: `Step ${n} is done before the next one begins.`,
    x: 72,
    y: 600 - n * 20,
  }));
  const pdf = makePdf([[{ text: 'Brake inspection', x: 72, y: 700, size: 28 }, ...body]]);
  await documents.analyse(await documents.drop(`tenants/${tenant.slug}/inbox/a.pdf`, pdf));
  const rows = await tenant.run((tx) => tx.query(`select ai_metadata ->> 'title' as title from documents`));
  expect(rows).toEqual([{ title: 'Brake inspection' }]);
});
