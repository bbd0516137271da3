import { z } from 'zod';
import { verb } from '../../../resource/verb.ts';
import { applyDecision } from '../suggestions/apply.ts';
import { decidedSchema, note } from '../suggestions/verb-fields.ts';

export const acceptSuggestion = verb({
  name: 'accept',
  on: 'document-suggestions',
  target: 'item',
  permission: 'document.write',
  summary: 'Accept what was proposed, as it is',
  description: 'A link is made, a class is set; of a follow-up the event `document.<kind>_accepted` tells those who make it.',
  input: z.strictObject({ note }),
  output: decidedSchema,
  run: ({ tx, id, input }) => applyDecision(tx, id, { status: 'accepted', note: input.note }),
});
