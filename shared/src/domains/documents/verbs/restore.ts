import { z } from 'zod';
import { verb } from '../../../resource/verb.ts';
import { archivingSchema, setArchived } from './archiving.ts';

export const restore = verb({
  name: 'restore',
  on: 'documents',
  target: 'item',
  permission: 'document.delete',
  summary: 'Bring an archived document back',
  input: z.strictObject({}),
  output: archivingSchema,
  run: ({ tx, id }) => setArchived(tx, id, false),
});
