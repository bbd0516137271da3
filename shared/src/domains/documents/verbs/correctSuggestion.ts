import { z } from 'zod';
import { verb } from '../../../resource/verb.ts';
import { applyDecision } from '../suggestions/apply.ts';
import { decidedSchema, note } from '../suggestions/verb-fields.ts';

export const correctSuggestion = verb({
  name: 'correct',
  on: 'document-suggestions',
  target: 'item',
  permission: 'document.write',
  summary: 'Say what is right instead of what was proposed',
  description:
    'For a link `{"id": …}`, for a class `{"documentClass": …}`, for a follow-up all of its fields. What is said for a VIN, a plate or a ' +
    'name counts for later documents in which it stands.',
  input: z.strictObject({ decision: z.record(z.string(), z.unknown()), note }),
  output: decidedSchema,
  run: ({ tx, id, input: { decision, note: why } }) => applyDecision(tx, id, { status: 'corrected', decision, note: why }),
});
