import { z } from 'zod';
import { verb } from '../../../resource/verb.ts';
import { purgeDocument } from '../keeping/purge.ts';

export const purge = verb({
  name: 'purge',
  on: 'documents',
  target: 'item',
  permission: 'document.purge',
  summary: 'Delete an archived document for good: its versions, text, passages, comments, shares and files',
  description:
    'Refused while it is in use, under legal hold or before its retention date. What was done to it stays in the audit log.',
  input: z.strictObject({}),
  output: z.object({ id: z.guid() }),
  run: async ({ tx, id, services }) => {
    await purgeDocument(tx, services, id);
    return { id };
  },
});
