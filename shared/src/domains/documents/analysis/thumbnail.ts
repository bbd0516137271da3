import { fileUrl, thumbnailObjectName } from '../storage/object-name.ts';
import { documentsBucket } from '../storage/signed-url.ts';
import type { OpenDocument } from '../text/index.ts';
import type { StepContext } from './step.ts';

/** Stores a small picture of the first page, where the type has one. A document without a picture is no failure. */
export async function storeThumbnail(context: StepContext, document: OpenDocument): Promise<void> {
  const { services, target, write, scope } = context;
  const picture = await document.thumbnail().catch((error: unknown) => {
    services.log.warn({ err: error, documentId: target.documentId }, 'no thumbnail could be made');
    return undefined;
  });
  if (!picture) return;
  const bucket = documentsBucket(services);
  const name = thumbnailObjectName(scope.tenantId, target.documentId, target.versionNumber);
  await (await services.storage())
    .bucket(bucket)
    .file(name)
    .save(Buffer.from(picture), { resumable: false, contentType: 'image/png' });
  await write((tx) =>
    tx.query('update documents set thumbnail_url = $2 where id = $1 and version = $3', [
      target.documentId,
      fileUrl(bucket, name),
      target.versionNumber,
    ]),
  );
}
