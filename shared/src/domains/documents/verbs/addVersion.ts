import { z } from 'zod';
import { conflict, notFound } from '../../../errors.ts';
import { verb } from '../../../resource/verb.ts';
import { emitCreated } from '../record.ts';
import { documentVersionResource } from '../resources.ts';
import { fileUrl, uploadObjectName } from '../storage/object-name.ts';
import { documentsBucket, signUpload } from '../storage/signed-url.ts';
import { fileInput, uploadSchema } from './upload-fields.ts';

const input = z.strictObject({ ...fileInput, changeDescription: z.string().trim().min(1).max(2000).optional() });

export const addVersion = verb({
  name: 'addVersion',
  on: 'documents',
  target: 'item',
  permission: 'document.write',
  summary: 'Begin the upload of a new version of a document',
  description:
    'As upload. The document changes when the file has arrived; search finds the old version until the new one is read.',
  input,
  output: uploadSchema,
  status: 201,
  run: async ({ tx, id: documentId, input, principal: { tenantId }, services }) => {
    const { fileName, contentType, sizeBytes, changeDescription = null } = input;
    // Held to the end: two versions at once get two numbers.
    const [document] = await tx.query<{ archived: boolean }>(
      'select is_archived as archived from documents where id = $1 for no key update',
      [documentId],
    );
    if (!document) throw notFound('Document', documentId);
    if (document.archived) throw conflict(`Document ${documentId} is archived. Restore it first.`);
    const [latest] = await tx.query<{ number: number }>(
      'select max(version_number) as number from document_versions where document_id = $1',
      [documentId],
    );
    const versionNumber = latest!.number + 1;
    const url = fileUrl(documentsBucket(services), uploadObjectName({ tenantId, documentId, versionNumber, fileName }));
    const [version] = await tx.query<{ id: string }>(
      `insert into document_versions (document_id, version_number, file_name, file_url, content_type, file_size_bytes,
         change_description, changed_by_user_id)
       values ($1, $2, $3, $4, $5, $6, $7, (select id from users where id = platform.current_user_id()))
       returning id`,
      [documentId, versionNumber, fileName, url, contentType, sizeBytes ?? null, changeDescription],
    );
    await emitCreated(tx, documentVersionResource, version!.id);
    // The object's name needs the number, and the number this lock; so the signature is made inside the transaction.
    return { documentId, versionNumber, ...(await signUpload(services, { url, contentType, sizeBytes })) };
  },
});
