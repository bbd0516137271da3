import { v7 } from 'uuid';
import { z } from 'zod';
import { verb } from '../../../resource/verb.ts';
import { emitCreated } from '../record.ts';
import { documentResource, documentVersionResource } from '../resources.ts';
import { extensionOf, fileUrl, uploadObjectName } from '../storage/object-name.ts';
import { documentsBucket, signUpload } from '../storage/signed-url.ts';
import { fileInput, uploadSchema } from './upload-fields.ts';

const input = z.strictObject({
  documentName: z.string().trim().min(1).max(500),
  ...fileInput,
  folderId: z.guid().optional(),
  vehicleId: z.guid().optional(),
  driverId: z.guid().optional(),
  tags: z.array(z.string().trim().min(1).max(100)).max(50).default([]),
});

export const upload = verb({
  name: 'upload',
  on: 'documents',
  target: 'collection',
  permission: 'document.write',
  summary: 'Begin the upload of a new document',
  description:
    'Makes the document and answers where to send its file: with the method, to the address and with exactly the headers given, within ' +
    '15 minutes. It can be searched when its status is `ready`.',
  input,
  output: uploadSchema,
  status: 201,
  // Signing may need a call to Google; the id is made here, as the object is named after it.
  prepare: async ({ input: { fileName, contentType, sizeBytes }, principal: { tenantId }, services }) => {
    const documentId = v7();
    const name = uploadObjectName({ tenantId, documentId, versionNumber: 1, fileName });
    const url = fileUrl(documentsBucket(services), name);
    return { documentId, url, signed: await signUpload(services, { url, contentType, sizeBytes }) };
  },
  run: async ({ tx, input, prepared: { documentId, url, signed } }) => {
    const { documentName, fileName, contentType, sizeBytes = null, folderId = null, vehicleId = null, driverId = null } = input;
    await tx.query(
      `insert into documents (id, document_name, file_name, file_type, file_size_bytes, file_url, folder_id, vehicle_id, driver_id, tags,
         uploaded_by_user_id)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, (select id from users where id = platform.current_user_id()))`,
      [
        documentId,
        documentName,
        fileName,
        extensionOf(fileName) ?? null,
        sizeBytes,
        url,
        folderId,
        vehicleId,
        driverId,
        input.tags,
      ],
    );
    const [version] = await tx.query<{ id: string }>(
      `insert into document_versions (document_id, version_number, file_name, file_url, content_type, file_size_bytes, changed_by_user_id)
       values ($1, 1, $2, $3, $4, $5, (select id from users where id = platform.current_user_id()))
       returning id`,
      [documentId, fileName, url, contentType, sizeBytes],
    );
    await emitCreated(tx, documentResource, documentId);
    await emitCreated(tx, documentVersionResource, version!.id);
    return { documentId, versionNumber: 1, ...signed };
  },
});
