import { z } from 'zod';
import { verb } from '../../../resource/verb.ts';
import { archivingSchema, setArchived } from './archiving.ts';

export const archive = verb({
  name: 'archive',
  on: 'documents',
  target: 'item',
  permission: 'document.delete',
  summary: 'Take a document out of use: search no longer finds it',
  input: z.strictObject({}),
  output: archivingSchema,
  run: ({ tx, id }) => setArchived(tx, id, true),
});
