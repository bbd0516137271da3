import { consumer } from '../../../runtime/consumer.ts';
import { objectOfUrl } from '../storage/object-name.ts';

/**
 * Starts the analysis that the verb reanalyse asked for: the object is copied onto itself, which gives it a new generation, and the
 * bucket reports it as it reports a new file.
 */
export const rewriteForAnalysis = consumer({
  name: 'documents.rewriteForAnalysis',
  events: ['document.reanalysis_requested'],
  handle: async ({ tx, event, services }) => {
    const [version] = await tx.query<{ url: string; generation: string }>(
      `select file_url as url, generation::text as generation from document_versions
       where document_id = $1 and version_number = $2 and generation is not null`,
      [event.subjectId, event.data.versionNumber],
    );
    if (!version) return;
    const { bucket, name } = objectOfUrl(version.url);
    const file = (await services.storage()).bucket(bucket).file(name);
    try {
      await file.copy(file, { preconditionOpts: { ifGenerationMatch: version.generation } });
    } catch (error) {
      // 404: the file was deleted. 412: it was overwritten in the meantime, and that was reported.
      if (![404, 412].includes((error as { code?: number }).code ?? 0)) throw error;
    }
  },
});
