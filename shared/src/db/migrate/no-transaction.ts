import type { Migration } from './files.ts';

/** The first line of a migration that cannot or need not run in a transaction. */
const directive = '-- wheelhouse: no-transaction';

export function isNoTransaction(migration: Migration): boolean {
  return migration.sql.split(/\r?\n/, 1)[0]?.trimEnd() === directive;
}

/** The one statement of a migration without a transaction. Names are as they stand in the catalog. */
export type LoneStatement = {
  kind: 'create index' | 'drop index' | 'validate constraint';
  schema: string;
  /** The table, where the statement names it. */
  table?: string;
  /** The index or the constraint. */
  name: string;
  text: string;
  /** The same, for a transaction: quick where the table is empty. */
  plainText: string;
};

const word = '([a-z_][a-z0-9_$]*)';
const createIndex = new RegExp(`^create (?:unique )?index concurrently if not exists ${word} on ${word}\\.${word}\\s`);
const dropIndex = new RegExp(`^drop index concurrently if exists ${word}\\.${word}$`);
const validate = new RegExp(`^alter table ${word}\\.${word} validate constraint ${word}$`);

/**
 * Reads the statement of a migration whose schemas were placed.
 *
 * @throws Error when it is none of the three that such a migration may hold
 */
export function loneStatement(migration: Migration, placedSql: string): LoneStatement {
  const text = placedSql
    .replace(/^\s*--.*$/gm, '')
    .trim()
    .replace(/;$/, '');
  const head = text.replace(/\s+/g, ' ');
  const plainText = text.replace(/\sconcurrently\s/, ' ');
  const made = createIndex.exec(head);
  if (made) return { kind: 'create index', name: made[1]!, schema: made[2]!, table: made[3]!, text, plainText };
  const dropped = dropIndex.exec(head);
  if (dropped) return { kind: 'drop index', schema: dropped[1]!, name: dropped[2]!, text, plainText };
  const validated = validate.exec(head);
  if (validated)
    return { kind: 'validate constraint', schema: validated[1]!, table: validated[2]!, name: validated[3]!, text, plainText };
  throw new Error(
    `${migration.name} begins with "${directive}", so it holds one statement, in lower case, of these: "create [unique] index concurrently ` +
      'if not exists <name> on <schema>.<table> …", "drop index concurrently if exists <schema>.<name>", "alter table <schema>.<table> validate ' +
      `constraint <name>". It holds: ${head.slice(0, 200)}`,
  );
}
