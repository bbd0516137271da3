import type { Tx } from '../../../db/scope.ts';
import { emitCreated } from '../record.ts';
import { documentFolderResource } from '../resources.ts';

/** The folder with these names from the top down; what is missing of it is made. Null for no names. */
export async function folderOfPath(tx: Tx, names: readonly string[]): Promise<string | null> {
  let parent: string | null = null;
  for (const name of names) {
    const [made]: { id: string }[] = await tx.query<{ id: string }>(
      `insert into document_folders (folder_name, parent_folder_id) values ($1, $2)
       on conflict (tenant_id, parent_folder_id, folder_name) do nothing returning id`,
      [name, parent],
    );
    if (made) await emitCreated(tx, documentFolderResource, made.id);
    const [folder]: { id: string }[] = made
      ? [made]
      : await tx.query<{ id: string }>(
          'select id from document_folders where folder_name = $1 and parent_folder_id is not distinct from $2::uuid',
          [name, parent],
        );
    parent = folder!.id;
  }
  return parent;
}
