import { z } from 'zod';
import { verb } from '../../../resource/verb.ts';
import { resolutionSchema, setResolved } from '../comments/set-resolved.ts';

export const resolveComment = verb({
  name: 'resolve',
  on: 'document-comments',
  target: 'item',
  permission: 'document.read_own',
  summary: 'Mark a comment, with its replies, as done',
  input: z.strictObject({}),
  output: resolutionSchema,
  run: ({ tx, id, principal, services }) => setResolved(tx, principal, id, services.clock.now()),
});
