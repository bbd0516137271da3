import { v7 } from 'uuid';
import { z } from 'zod';
import type { Tx } from '../../../db/scope.ts';
import type { Services } from '../../../resource/services.ts';
import { emitCreated } from '../record.ts';
import { documentResource, documentVersionResource } from '../resources.ts';
import { extensionOf, fileUrl, uploadObjectName } from '../storage/object-name.ts';
import { documentsBucket, type SignedUpload, signUpload } from '../storage/signed-url.ts';
import { fileInput } from './upload-fields.ts';

/** A new document and its file. */
export const uploadInput = z.strictObject({
  documentName: z.string().trim().min(1).max(500),
  ...fileInput,
  folderId: z.guid().optional(),
  vehicleId: z.guid().optional(),
  driverId: z.guid().optional(),
  vendorId: z.guid().optional(),
  tags: z.array(z.string().trim().min(1).max(100)).max(50).default([]),
});

type Upload = z.output<typeof uploadInput>;
type PreparedUpload = { documentId: string; url: string; signed: SignedUpload };

/** Signing may need a call to Google, so no transaction is held; the id is made here, as the object is named after it. */
export async function prepareUpload(
  { fileName, contentType, sizeBytes }: Upload,
  tenantId: string,
  services: Services,
): Promise<PreparedUpload> {
  const documentId = v7();
  const name = uploadObjectName({ tenantId, documentId, versionNumber: 1, fileName });
  const url = fileUrl(documentsBucket(services), name);
  return { documentId, url, signed: await signUpload(services, { url, contentType, sizeBytes }) };
}

/** Makes the document whose file is awaited. */
export async function beginUpload(tx: Tx, upload: Upload, { documentId, url, signed }: PreparedUpload) {
  const { documentName, fileName, contentType, sizeBytes = null } = upload;
  const { folderId = null, vehicleId = null, driverId = null, vendorId = null, tags } = upload;
  await tx.query(
    `insert into documents (id, document_name, file_name, file_type, file_size_bytes, file_url, folder_id, vehicle_id, driver_id, vendor_id,
       tags, uploaded_by_user_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, (select id from users where id = platform.current_user_id()))`,
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
      vendorId,
      tags,
    ],
  );
  const [version] = await tx.query<{ id: string }>(
    `insert into document_versions (document_id, version_number, file_name, file_url, content_type, file_size_bytes, changed_by_user_id)
     values ($1, 1, $2, $3, $4, $5, (select id from users where id = platform.current_user_id()))
     returning id`,
    [documentId, fileName, url, contentType, sizeBytes],
  );
  await emitCreated(tx, documentResource, documentId);
  await emitCreated(tx, documentVersionResource, (version as { id: string }).id);
  return { documentId, versionNumber: 1, ...signed };
}
