import { verb } from '../../../resource/verb.ts';
import { beginUpload, prepareUpload, uploadInput } from './begin-upload.ts';
import { uploadSchema } from './upload-fields.ts';

export const upload = verb({
  name: 'upload',
  on: 'documents',
  target: 'collection',
  permission: 'document.write',
  summary: 'Begin the upload of a new document',
  description:
    'Makes the document and answers where to send its file: with the method, to the address and with exactly the headers given, within ' +
    '15 minutes. It can be searched when its status is `ready`.',
  input: uploadInput,
  output: uploadSchema,
  status: 201,
  prepare: ({ input, principal: { tenantId }, services }) => prepareUpload(input, tenantId, services),
  run: ({ tx, input, prepared }) => beginUpload(tx, input, prepared),
});
