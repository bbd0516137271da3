import { verb } from '../../../resource/verb.ts';
import { holdInput, holdSchema, setHold } from '../keeping/set-hold.ts';

export const hold = verb({
  name: 'hold',
  on: 'documents',
  target: 'item',
  permission: 'document.hold',
  summary: 'Put a document under legal hold: it cannot be purged, whatever its retention date',
  description: 'The case or the claim is the reason.',
  input: holdInput,
  output: holdSchema,
  run: ({ tx, id, input: { reason } }) => setHold(tx, id, true, reason),
});
