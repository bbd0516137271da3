import { createHash } from 'node:crypto';
import { v5 } from 'uuid';
import { emitCreated } from '../record.ts';
import { documentResource, documentVersionResource } from '../resources.ts';
import { extensionOf, fileUrl, uploadObjectName } from '../storage/object-name.ts';
import { documentsBucket } from '../storage/signed-url.ts';
import type { Attachment } from '../text/index.ts';
import type { StepContext } from './step.ts';

/** E-mails in e-mails are opened so deep. */
const maxDepth = 3;

const depthSql = `with recursive up as (
  select parent_document_id, 0 as depth from documents where id = $1
  union all
  select d.parent_document_id, depth + 1 from up join documents d on d.id = up.parent_document_id where depth < 10
) select max(depth)::integer as depth from up`;

/**
 * Files attachments of an e-mail as documents of their own, made from the e-mail and beside it. Their ids follow from version and
 * content, so a repetition finds them there; the bucket reports their files, and they are read as any other.
 */
export async function storeAttachments(context: StepContext, attachments: readonly Attachment[]): Promise<void> {
  if (attachments.length === 0) return;
  const { services, target, inTenant } = context;
  const bucket = documentsBucket(services);
  const [place] = await inTenant((tx) => tx.query<{ depth: number }>(depthSql, [target.documentId]));
  if ((place?.depth ?? 0) >= maxDepth) return;
  const storage = await services.storage();
  for (const attachment of attachments) {
    const name = await fileDocument(context, bucket, attachment);
    await storage
      .bucket(bucket)
      .file(name)
      .save(Buffer.from(attachment.bytes), {
        resumable: false,
        contentType: attachment.contentType,
        preconditionOpts: { ifGenerationMatch: 0 },
      })
      .catch((error: { code?: number }) => {
        // It is there: a former attempt stored it.
        if (error.code !== 412) throw error;
      });
  }
}

function fileDocument(
  { target, scope, write }: StepContext,
  bucket: string,
  { fileName, contentType, bytes }: Attachment,
): Promise<string> {
  const digest = createHash('sha256').update(bytes).digest('hex');
  const documentId = v5(`${fileName} ${digest}`, target.versionId);
  return write(async (tx) => {
    const name = uploadObjectName({ tenantId: scope.tenantId, documentId, versionNumber: 1, fileName });
    const url = fileUrl(bucket, name);
    const made = await tx.query(
      `insert into documents (id, document_name, file_name, file_type, file_size_bytes, file_url, parent_document_id, folder_id, vehicle_id,
         driver_id, vendor_id, tags, access_control, uploaded_by_user_id)
       select $1, $2, $3, $4, $5, $6, d.id, d.folder_id, d.vehicle_id, d.driver_id, d.vendor_id, d.tags, d.access_control, d.uploaded_by_user_id
       from documents d where d.id = $7
       on conflict (tenant_id, id) do nothing returning id`,
      [documentId, fileName.slice(0, 500), fileName, extensionOf(fileName) ?? null, bytes.length, url, target.documentId],
    );
    if (made.length === 0) return name;
    const [version] = await tx.query<{ id: string }>(
      `insert into document_versions (document_id, version_number, file_name, file_url, content_type, file_size_bytes)
       values ($1, 1, $2, $3, $4, $5) returning id`,
      [documentId, fileName, url, contentType.slice(0, 255), bytes.length],
    );
    await emitCreated(tx, documentResource, documentId);
    await emitCreated(tx, documentVersionResource, (version as { id: string }).id);
    return name;
  });
}
