import type { Step } from './step.ts';

/** Finds out what the file is. What was read from a former file of this version goes. */
export const sniff: Step = {
  after: 'received',
  status: 'sniffed',
  async run({ target, write, open }) {
    const { fileType, pageCount } = await open();
    await write(async (tx) => {
      await tx.query('delete from document_pages where version_id = $1', [target.versionId]);
      await tx.query('delete from document_staged_passages where version_id = $1', [target.versionId]);
      await tx.query('update document_versions set file_type = $2, page_count = $3 where id = $1', [
        target.versionId,
        fileType,
        pageCount,
      ]);
      await tx.query('update documents set file_type = $2 where id = $1 and version = $3', [
        target.documentId,
        fileType,
        target.versionNumber,
      ]);
    });
  },
};
