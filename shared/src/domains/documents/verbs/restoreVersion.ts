import { z } from 'zod';
import { conflict, notFound } from '../../../errors.ts';
import { verb } from '../../../resource/verb.ts';
import type { DocumentVersionRestoreRequested } from '../events.ts';
import { emitCreated } from '../record.ts';
import { documentVersionResource } from '../resources.ts';
import { fileUrl, uploadObjectName } from '../storage/object-name.ts';
import { documentsBucket } from '../storage/signed-url.ts';

type Old = {
  fileName: string;
  contentType: string | null;
  sizeBytes: string | null;
  checksum: string | null;
  generation: string | null;
};

export const restoreVersion = verb({
  name: 'restoreVersion',
  on: 'documents',
  target: 'item',
  permission: 'document.write',
  summary: 'Make a new version with the file of an older one',
  description: 'The file is copied; the document changes when the copy has arrived, as with an upload.',
  input: z.strictObject({
    versionNumber: z.int().min(1).max(2_147_483_647),
    changeDescription: z.string().trim().min(1).max(2000).optional(),
  }),
  output: z.object({ documentId: z.guid(), versionNumber: z.int(), restoredFromVersion: z.int() }),
  status: 202,
  run: async ({ tx, id: documentId, input: { versionNumber: restored, changeDescription = null }, principal, services }) => {
    // Held to the end: two versions at once get two numbers.
    const [document] = await tx.query<{ archived: boolean; version: number }>(
      'select is_archived as archived, version from documents where id = $1 for no key update',
      [documentId],
    );
    if (!document) throw notFound('Document', documentId);
    if (document.archived) throw conflict(`Document ${documentId} is archived. Restore it first.`);
    if (document.version === restored) throw conflict(`Version ${restored} is the current version of document ${documentId}.`);
    const [old] = await tx.query<Old>(
      `select file_name as "fileName", content_type as "contentType", file_size_bytes as "sizeBytes", checksum, generation::text as generation
       from document_versions where document_id = $1 and version_number = $2`,
      [documentId, restored],
    );
    if (!old) throw notFound(`Version ${restored} of document`, documentId);
    if (old.generation === null) throw conflict(`The file of version ${restored} of document ${documentId} never arrived.`);
    const [latest] = await tx.query<{ number: number }>(
      'select max(version_number) as number from document_versions where document_id = $1',
      [documentId],
    );
    const versionNumber = latest!.number + 1;
    const { fileName, contentType, sizeBytes, checksum } = old;
    const place = { tenantId: principal.tenantId, documentId, versionNumber, fileName };
    const [version] = await tx.query<{ id: string }>(
      `insert into document_versions (document_id, version_number, file_name, file_url, content_type, file_size_bytes, checksum,
         change_description, restored_from_version, changed_by_user_id)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, (select u.id from users u where u.id = platform.current_user_id()))
       returning id`,
      [
        documentId,
        versionNumber,
        fileName,
        fileUrl(documentsBucket(services), uploadObjectName(place)),
        contentType,
        sizeBytes,
        checksum,
        changeDescription,
        restored,
      ],
    );
    await emitCreated(tx, documentVersionResource, version!.id);
    const data: DocumentVersionRestoreRequested = { documentId, versionNumber, restoredFromVersion: restored };
    tx.emit({ type: 'document.version_restore_requested', subjectType: 'document', subjectId: documentId, data });
    return data;
  },
});
