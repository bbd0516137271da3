import { jsonb, reference, text, varchar } from '../../../db/columns.ts';
import { sql, tenantTable } from '../../../db/table.ts';

export const documentFolders = tenantTable('document_folders', {
  comment: 'Folders of documents, a tree.',
  audit: 'changes',
  columns: {
    folderName: varchar('folder_name', { length: 255 }).notNull(),
    parentFolderId: reference('parent_folder_id'),
    path: text('path').notNull(),
    description: text('description'),
    color: varchar('color', { length: 7 }),
    icon: varchar('icon', { length: 50 }),
    accessControl: jsonb('access_control'),
    readers: text('readers').array(),
    createdByUserId: reference('created_by_user_id'),
  },
  describe: {
    folderName: 'Unique among the folders beside it; no slash.',
    parentFolderId: 'Null for a folder at the top.',
    path: 'Names from the top down, /parent/child; kept by the database.',
    color: 'As #rrggbb.',
    accessControl:
      'Who may use it and what is in it: ids of users, names of roles, ids of departments. Null: as the folder above.',
    readers: 'Whom accessControl here or above allows; null: everyone. Kept by the database.',
    createdByUserId: 'Null where a file dropped into the bucket brought it.',
  },
  references: { parentFolderId: 'document_folders', createdByUserId: 'users' },
  // In the migration with `nulls not distinct`: folders at the top have no parent and need different names too.
  unique: [['parentFolderId', 'folderName']],
  indexes: [['path']],
  checks: {
    folder_name_form: sql`folder_name !~ '/' and btrim(folder_name) <> ''`,
    color_form: sql`color ~ '^#[0-9a-fA-F]{6}$'`,
    access_control_object: sql`jsonb_typeof(access_control) = 'object'`,
  },
});
