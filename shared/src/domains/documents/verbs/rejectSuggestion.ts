import { z } from 'zod';
import { verb } from '../../../resource/verb.ts';
import { applyDecision } from '../suggestions/apply.ts';
import { decidedSchema, note } from '../suggestions/verb-fields.ts';

export const rejectSuggestion = verb({
  name: 'reject',
  on: 'document-suggestions',
  target: 'item',
  permission: 'document.write',
  summary: 'Say that what was proposed is wrong',
  input: z.strictObject({ note }),
  output: decidedSchema,
  run: ({ tx, id, input }) => applyDecision(tx, id, { status: 'rejected', note: input.note }),
});
