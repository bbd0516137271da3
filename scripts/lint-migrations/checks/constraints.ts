import type { Constraint } from 'libpg-query';
import { type Check, commandsOf, type Problem } from '../context.ts';
import { tableName } from '../tree.ts';

/** New constraints of tables that exist. */
export const constraints: Check = ({ node }, { made }) => {
  if (!('AlterTableStmt' in node) || made.has(tableName(node.AlterTableStmt.relation))) return [];
  const table = tableName(node.AlterTableStmt.relation);
  return commandsOf(node.AlterTableStmt.cmds).flatMap(({ subtype, name, def }): Problem[] => {
    if (subtype === 'AT_ValidateConstraint')
      return [{ rule: 'validate-alone', message: `validates ${name} of ${table} in a transaction` }];
    return subtype === 'AT_AddConstraint' && def && 'Constraint' in def ? added(table, def.Constraint) : [];
  });
};

function added(table: string, { contype, conname, skip_validation, indexname, location }: Constraint): Problem[] {
  const name = `${conname ?? 'without a name'} to ${table}`;
  if (contype === 'CONSTR_CHECK' && !skip_validation)
    return [{ rule: 'constraint-not-valid', message: `adds the check ${name} and checks all rows`, location }];
  if (contype === 'CONSTR_FOREIGN' && !skip_validation)
    return [{ rule: 'constraint-not-valid', message: `adds the foreign key ${name} and checks all rows`, location }];
  if (contype === 'CONSTR_UNIQUE' && !indexname)
    return [{ rule: 'unique-using-index', message: `adds the unique constraint ${name}`, location }];
  if (contype === 'CONSTR_PRIMARY' && !indexname)
    return [{ rule: 'unique-using-index', message: `adds the primary key ${name}`, location }];
  if (contype === 'CONSTR_EXCLUSION')
    return [{ rule: 'exclusion-constraint', message: `adds the exclusion constraint ${name}`, location }];
  return [];
}
