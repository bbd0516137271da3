import type { ColumnDef, Constraint, Node } from 'libpg-query';
import { type Check, commandsOf, type Problem } from '../context.ts';
import { dotted, nodesIn, tableName } from '../tree.ts';

const serials = /^(small|big)?serial[248]?$/;

/** Domains with a check: a new column of one is checked row by row (shared with the functions, sql/functions/embedding.sql). */
const checkedDomains = new Set(['public.embedding', 'embedding']);

/** Functions whose value is one for the statement, so that a default of it is stored once. All others count as volatile. */
const stable = new Set(['now', 'transaction_timestamp', 'statement_timestamp', 'current_setting', 'platform.current_tenant_id']);

/** New columns, and changes of columns. */
export const columns: Check = ({ node }, { made, neverNull }) => {
  if (!('AlterTableStmt' in node) || node.AlterTableStmt.objtype !== 'OBJECT_TABLE') return [];
  const table = tableName(node.AlterTableStmt.relation);
  if (made.has(table)) return [];
  return commandsOf(node.AlterTableStmt.cmds).flatMap(({ subtype, name, def }): Problem[] => {
    if (subtype === 'AT_AddColumn' && def && 'ColumnDef' in def) return newColumn(table, def.ColumnDef);
    const location = def && 'ColumnDef' in def ? def.ColumnDef.location : undefined;
    if (subtype === 'AT_AlterColumnType')
      return [{ rule: 'column-type', message: `changes the type of ${table}.${name}`, location }];
    if (subtype === 'AT_SetExpression')
      return [{ rule: 'column-rewrite', message: `changes the generated values of ${table}.${name}` }];
    if (subtype === 'AT_SetNotNull' && !neverNull.has(`${table}.${name}`)) {
      return [{ rule: 'set-not-null', message: `sets ${table}.${name} not null, which no validated constraint proves` }];
    }
    return [];
  });
};

function newColumn(table: string, column: ColumnDef): Problem[] {
  const name = `${table}.${column.colname}`;
  const { location } = column;
  const constraints = (column.constraints ?? []).flatMap((node) => ('Constraint' in node ? [node.Constraint] : []));
  const byType = (type: Constraint['contype']) => constraints.find(({ contype }) => contype === type);
  const typeName = dotted(column.typeName?.names);
  const isFilled = serials.test(typeName) || byType('CONSTR_GENERATED') || byType('CONSTR_IDENTITY');
  const standard = byType('CONSTR_DEFAULT');
  const problems: Problem[] = [];
  const volatile = standard?.raw_expr && volatileFunction(standard.raw_expr);
  if (isFilled)
    problems.push({ rule: 'column-rewrite', message: `adds ${name}, whose values are computed for each row`, location });
  if (volatile)
    problems.push({
      rule: 'column-rewrite',
      message: `adds ${name} with the default ${volatile}(), which may differ for each row`,
      location,
    });
  if (checkedDomains.has(typeName))
    problems.push({
      rule: 'column-rewrite',
      message: `adds ${name} of the domain ${typeName}, which is checked for each row`,
      location,
    });
  if (byType('CONSTR_NOTNULL') && !standard && !isFilled)
    problems.push({ rule: 'column-not-null', message: `adds ${name} not null without a default`, location });
  for (const constraint of constraints) {
    const what = scanned(constraint, standard !== undefined);
    if (what) problems.push({ rule: 'column-constraint', message: `adds ${name} with a ${what}`, location: constraint.location });
  }
  return problems;
}

/** What has to look at every row. A foreign key does not where the new column is null everywhere. */
function scanned({ contype }: Constraint, hasDefault: boolean): string | undefined {
  if (contype === 'CONSTR_CHECK') return 'check';
  if (contype === 'CONSTR_UNIQUE') return 'unique constraint';
  if (contype === 'CONSTR_PRIMARY') return 'primary key';
  return contype === 'CONSTR_FOREIGN' && hasDefault ? 'foreign key and a default' : undefined;
}

function volatileFunction(expression: Node): string | undefined {
  for (const node of nodesIn(expression)) {
    const name = 'FuncCall' in node ? dotted(node.FuncCall.funcname).replace(/^pg_catalog\./, '') : undefined;
    if (name && !stable.has(name)) return name;
  }
  return undefined;
}
