import { z } from 'zod';
import { conflict, notFound } from '../../../errors.ts';
import { verb } from '../../../resource/verb.ts';
import { readableBy } from '../access/own-documents.ts';
import { recordAct } from '../audit/record-act.ts';
import { signView } from '../storage/signed-url.ts';

export const thumbnail = verb({
  name: 'thumbnail',
  on: 'documents',
  target: 'item',
  method: 'GET',
  // It is noted who looked.
  access: 'write',
  permission: 'document.read_own',
  summary: 'Get an address of a small picture of the first page',
  description: 'The address works for 15 minutes, for anyone who has it.',
  input: z.strictObject({}),
  output: z.object({ documentId: z.guid(), thumbnailUrl: z.url() }),
  run: async ({ tx, id: documentId, principal, services }) => {
    const [document] = await tx.query<{ url: string | null; version: number }>(
      `select d.thumbnail_url as url, d.version from documents d where d.id = $1 and ${readableBy(principal, 'd')}`,
      [documentId],
    );
    if (!document) throw notFound('Document', documentId);
    if (document.url === null) throw conflict(`There is no picture of document ${documentId} (yet).`);
    await recordAct(tx, documentId, 'viewed', { versionNumber: document.version, what: 'thumbnail' });
    return { documentId, thumbnailUrl: await signView(services, document.url) };
  },
});
