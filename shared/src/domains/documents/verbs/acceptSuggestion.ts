import { z } from 'zod';
import { notFound } from '../../../errors.ts';
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
  run: async ({ tx, id, input }) => {
    const [row] = await tx.query<{ proposal: Record<string, unknown> }>(
      'select proposal from document_suggestions where id = $1',
      [id],
    );
    if (!row) throw notFound('Document suggestion', id);
    return applyDecision(tx, id, { status: 'accepted', decision: row.proposal, note: input.note });
  },
});
