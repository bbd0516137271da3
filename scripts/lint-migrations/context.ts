import type { AlterTableCmd, Constraint } from 'libpg-query';
import type { RuleName } from './rules.ts';
import type { Script, Statement } from './script.ts';
import { nodesIn, tableName } from './tree.ts';

/** Something wrong with a statement. `location` is a place in the text, where the parser gave one. */
export type Problem = { rule: RuleName; message: string; location?: number };

export type Check = (statement: Statement, context: Context) => Problem[];

/** What stands before a statement, in its migration and in those before. */
export type Context = {
  /** Tables made in the same migration: nobody else knows them yet. */
  made: Set<string>;
  /** Columns that a validated constraint proves to be never null, as `app.vehicles.vin`. */
  neverNull: Set<string>;
  /** Columns that a constraint says to be never null, by `app.vehicles.constraint_name`. */
  notNullChecks: Map<string, string[]>;
};

export function emptyContext(): Context {
  return { made: new Set(), neverNull: new Set(), notNullChecks: new Map() };
}

/** A migration begins: what was made before is in use now. */
export function beginScript(context: Context, script: Script): void {
  context.made.clear();
  for (const { node } of script.statements) {
    if ('CreateStmt' in node && !node.CreateStmt.if_not_exists) context.made.add(tableName(node.CreateStmt.relation));
    if ('CreateTableAsStmt' in node && !node.CreateTableAsStmt.if_not_exists)
      context.made.add(tableName(node.CreateTableAsStmt.into?.rel));
  }
}

/** Notes what a statement leaves behind for those after it. */
export function note(context: Context, { node }: Statement): void {
  if (!('AlterTableStmt' in node)) return;
  const table = tableName(node.AlterTableStmt.relation);
  for (const cmd of commandsOf(node.AlterTableStmt.cmds)) {
    if (cmd.subtype === 'AT_AddConstraint' && cmd.def && 'Constraint' in cmd.def)
      noteConstraint(context, table, cmd.def.Constraint);
    if (cmd.subtype === 'AT_ValidateConstraint') {
      for (const column of context.notNullChecks.get(`${table}.${cmd.name}`) ?? []) context.neverNull.add(`${table}.${column}`);
    }
  }
}

function noteConstraint(context: Context, table: string, constraint: Constraint): void {
  if (constraint.contype !== 'CONSTR_CHECK' || !constraint.raw_expr) return;
  const columns = provenColumns(constraint.raw_expr);
  context.notNullChecks.set(`${table}.${constraint.conname}`, columns);
  if (!constraint.skip_validation) for (const column of columns) context.neverNull.add(`${table}.${column}`);
}

/** Columns of `a is not null and b is not null and …`. */
function provenColumns(expression: NonNullable<Constraint['raw_expr']>): string[] {
  if ('BoolExpr' in expression && expression.BoolExpr.boolop === 'AND_EXPR')
    return (expression.BoolExpr.args ?? []).flatMap(provenColumns);
  if (!('NullTest' in expression) || expression.NullTest.nulltesttype !== 'IS_NOT_NULL') return [];
  const argument = expression.NullTest.arg;
  if (!argument || !('ColumnRef' in argument)) return [];
  return [...nodesIn(argument.ColumnRef.fields)].flatMap((node) => ('String' in node ? [node.String.sval ?? ''] : []));
}

export function commandsOf(cmds: readonly object[] | undefined): AlterTableCmd[] {
  return (cmds ?? []).flatMap((node) => ('AlterTableCmd' in node ? [node.AlterTableCmd as AlterTableCmd] : []));
}
