import type { ObjectType } from 'libpg-query';
import type { Check } from '../context.ts';
import { commandsOf } from '../context.ts';
import { dotted, tableName } from '../tree.ts';

/** What code may know by name. Indexes, constraints, triggers and policies are the database's own affair. */
const known: Partial<Record<ObjectType, string>> = {
  OBJECT_TABLE: 'table',
  OBJECT_COLUMN: 'column',
  OBJECT_SCHEMA: 'schema',
  OBJECT_VIEW: 'view',
  OBJECT_MATVIEW: 'materialized view',
  OBJECT_SEQUENCE: 'sequence',
  OBJECT_TYPE: 'type',
  OBJECT_DOMAIN: 'domain',
  OBJECT_FUNCTION: 'function',
};

/** Dropped and renamed things. */
export const objects: Check = ({ node }, { made }) => {
  if ('DropStmt' in node) {
    const what = known[node.DropStmt.removeType ?? 'OBJECT_INDEX'];
    const names = (node.DropStmt.objects ?? []).map(dotted).filter((name) => !made.has(name));
    return what ? names.map((name) => ({ rule: 'drop', message: `drops the ${what} ${name}` })) : [];
  }
  if ('RenameStmt' in node) {
    const { renameType = 'OBJECT_INDEX', relation, object, subname, newname } = node.RenameStmt;
    const table = tableName(relation) || dotted(object);
    if (!known[renameType] || made.has(table)) return [];
    const name = renameType === 'OBJECT_COLUMN' ? `${table}.${subname}` : table || subname;
    return [{ rule: 'rename', message: `renames the ${known[renameType]} ${name} to ${newname}` }];
  }
  if ('AlterObjectSchemaStmt' in node) {
    const { relation, object, newschema } = node.AlterObjectSchemaStmt;
    return [{ rule: 'rename', message: `moves ${tableName(relation) || dotted(object)} to the schema ${newschema}` }];
  }
  if ('AlterTableStmt' in node && !made.has(tableName(node.AlterTableStmt.relation))) {
    const table = tableName(node.AlterTableStmt.relation);
    return commandsOf(node.AlterTableStmt.cmds)
      .filter(({ subtype }) => subtype === 'AT_DropColumn')
      .map(({ name }) => ({ rule: 'drop', message: `drops the column ${table}.${name}` }));
  }
  return [];
};

/** Changes of types. */
export const types: Check = ({ node }) => {
  if ('AlterEnumStmt' in node)
    return [{ rule: 'alter-type', message: `changes the type ${dotted(node.AlterEnumStmt.typeName)}` }];
  if ('AlterTypeStmt' in node)
    return [{ rule: 'alter-type', message: `changes the type ${dotted(node.AlterTypeStmt.typeName)}` }];
  if ('AlterDomainStmt' in node)
    return [{ rule: 'alter-type', message: `changes the domain ${dotted(node.AlterDomainStmt.typeName)}` }];
  if ('AlterTableStmt' in node && node.AlterTableStmt.objtype === 'OBJECT_TYPE')
    return [{ rule: 'alter-type', message: `changes the type ${tableName(node.AlterTableStmt.relation)}` }];
  return [];
};
