import type { Node } from 'libpg-query';
import type { Check, Context, Problem } from '../context.ts';
import { nodesIn, tableName } from '../tree.ts';

/** Updates and deletions of rows, wherever in the statement they stand. */
export const rows: Check = ({ node }, context) =>
  [...nodesIn(node)].flatMap((inner): Problem[] => {
    if ('UpdateStmt' in inner) return write('updates', inner.UpdateStmt, context);
    return 'DeleteStmt' in inner ? write('deletes from', inner.DeleteStmt, context) : [];
  });

type Write = { relation?: Parameters<typeof tableName>[0]; whereClause?: Node };

function write(verb: string, { relation, whereClause }: Write, { made }: Context): Problem[] {
  const table = tableName(relation);
  if (made.has(table) || (whereClause && isNarrow(whereClause))) return [];
  const message = `${verb} all rows of ${table}, or all that lack a value`;
  return [{ rule: 'whole-table-write', message, location: relation?.location }];
}

/** A condition that compares a column with something. `true` and `x is null` are what a backfill of a whole table says. */
function isNarrow(where: Node): boolean {
  if ('BoolExpr' in where && where.BoolExpr.boolop === 'AND_EXPR') return (where.BoolExpr.args ?? []).some(isNarrow);
  if ('BoolExpr' in where && where.BoolExpr.boolop === 'OR_EXPR') return (where.BoolExpr.args ?? []).every(isNarrow);
  if ('NullTest' in where || 'A_Const' in where) return false;
  return [...nodesIn(where)].some((node) => 'ColumnRef' in node);
}
