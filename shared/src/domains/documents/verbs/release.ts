import { verb } from '../../../resource/verb.ts';
import { holdInput, holdSchema, setHold } from '../keeping/set-hold.ts';

export const release = verb({
  name: 'release',
  on: 'documents',
  target: 'item',
  permission: 'document.hold',
  summary: 'Release a document from legal hold',
  description: 'Its retention date counts again.',
  input: holdInput,
  output: holdSchema,
  run: ({ tx, id, input: { reason } }) => setHold(tx, id, false, reason),
});
