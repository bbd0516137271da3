import type { Tx } from '../../../db/scope.ts';
import { consumer } from '../../../runtime/consumer.ts';
import type { DocumentVersionRestoreRequested } from '../events.ts';
import { objectOfUrl } from '../storage/object-name.ts';

type Versions = { id: string; to: string; from: string; generation: string };

/** Copies the file of the version that is restored to where the new version expects its own; the bucket reports it as a new file. */
export const copyRestoredVersion = consumer({
  name: 'documents.copyRestoredVersion',
  events: ['document.version_restore_requested'],
  handle: async ({ tx, event, services }) => {
    const { documentId, versionNumber } = event.data as DocumentVersionRestoreRequested;
    const [versions] = await tx.query<Versions>(
      `select n.id, n.file_url as to, o.file_url as from, o.generation::text as generation
       from document_versions n
         join document_versions o on o.tenant_id = n.tenant_id and o.document_id = n.document_id and o.version_number = n.restored_from_version
       where n.document_id = $1 and n.version_number = $2 and n.generation is null and o.generation is not null`,
      [documentId, versionNumber],
    );
    if (!versions) return;
    const [from, to] = [objectOfUrl(versions.from), objectOfUrl(versions.to)];
    const storage = await services.storage();
    try {
      await storage
        .bucket(from.bucket)
        .file(from.name, { generation: versions.generation })
        .copy(storage.bucket(to.bucket).file(to.name), { preconditionOpts: { ifGenerationMatch: 0 } });
    } catch (error) {
      const code = (error as { code?: number }).code;
      // 412: copied before, and that was reported.
      if (code === 412) return;
      if (code !== 404) throw error;
      await noteMissing(tx, versions.id);
    }
  },
});

async function noteMissing(tx: Tx, versionId: string): Promise<void> {
  await tx.query(
    `update document_versions set status = 'failed', failure_reason = 'file_gone',
       failure_detail = 'The file of the version that was to be restored is no longer in the bucket.'
     where id = $1`,
    [versionId],
  );
}
