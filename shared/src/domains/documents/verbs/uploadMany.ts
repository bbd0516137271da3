import { z } from 'zod';
import { verb } from '../../../resource/verb.ts';
import { beginUpload, prepareUpload, uploadInput } from './begin-upload.ts';
import { uploadSchema } from './upload-fields.ts';

export const uploadMany = verb({
  name: 'uploadMany',
  on: 'documents',
  target: 'collection',
  permission: 'document.write',
  summary: 'Begin the upload of several new documents',
  description: 'As upload, for up to 50 files at once: all documents are made, or none. Answers come in the order of the files.',
  input: z.strictObject({ files: z.array(uploadInput).min(1).max(50) }),
  output: z.object({ data: z.array(uploadSchema) }),
  status: 201,
  prepare: ({ input: { files }, principal: { tenantId }, services }) =>
    Promise.all(files.map((file) => prepareUpload(file, tenantId, services))),
  run: async ({ tx, input: { files }, prepared }) => {
    const data: z.output<typeof uploadSchema>[] = [];
    for (const [index, file] of files.entries())
      data.push(await beginUpload(tx, file, prepared[index] as (typeof prepared)[number]));
    return { data };
  },
});
