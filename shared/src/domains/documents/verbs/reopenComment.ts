import { z } from 'zod';
import { verb } from '../../../resource/verb.ts';
import { resolutionSchema, setResolved } from '../comments/set-resolved.ts';

export const reopenComment = verb({
  name: 'reopen',
  on: 'document-comments',
  target: 'item',
  permission: 'document.read_own',
  summary: 'Take up a comment again that was marked as done',
  input: z.strictObject({}),
  output: resolutionSchema,
  run: ({ tx, id, principal }) => setResolved(tx, principal, id, null),
});
