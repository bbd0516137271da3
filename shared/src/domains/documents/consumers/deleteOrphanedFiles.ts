import type { Storage } from '@google-cloud/storage';
import { consumer } from '../../../runtime/consumer.ts';
import type { OrphanedFilesLeft } from '../events.ts';

/** Deletes the files of purged documents, in all generations. What is gone already is fine. */
export const deleteOrphanedFiles = consumer({
  name: 'documents.deleteOrphanedFiles',
  events: ['orphanedFiles.left'],
  handle: async ({ event, services }) => {
    const { prefixes, objects } = event.data as OrphanedFilesLeft;
    if (prefixes.length + objects.length === 0) return;
    const storage = await services.storage();
    for (const { bucket, prefix } of prefixes) await deleteBelow(storage, bucket, prefix, () => true);
    for (const { bucket, name, lastGeneration } of objects) {
      const isOurs = (file: string, generation: string) => file === name && BigInt(generation) <= BigInt(lastGeneration);
      await deleteBelow(storage, bucket, name, isOurs);
    }
  },
});

async function deleteBelow(
  storage: Storage,
  bucket: string,
  prefix: string,
  isOurs: (name: string, generation: string) => boolean,
): Promise<void> {
  const [files] = await storage.bucket(bucket).getFiles({ prefix, versions: true });
  for (const { name, metadata } of files) {
    const generation = String(metadata.generation);
    if (!isOurs(name, generation)) continue;
    await storage.bucket(bucket).file(name, { generation }).delete({ ignoreNotFound: true });
  }
}
