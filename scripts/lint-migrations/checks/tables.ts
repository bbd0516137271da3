import type { AlterTableType } from 'libpg-query';
import { type Check, commandsOf, type Problem } from '../context.ts';
import { tableName } from '../tree.ts';

const rewriting: Partial<Record<AlterTableType, string>> = {
  AT_SetLogged: 'sets it logged',
  AT_SetUnLogged: 'sets it unlogged',
  AT_SetTableSpace: 'moves it to another tablespace',
  AT_SetAccessMethod: 'changes its access method',
};

/** Tables that are locked, emptied or written anew as a whole. */
export const tables: Check = ({ node }, { made }) => {
  if ('LockStmt' in node) return [{ rule: 'lock-table', message: `locks ${namesOf(node.LockStmt.relations)}` }];
  if ('TruncateStmt' in node) {
    const isOld = (node.TruncateStmt.relations ?? []).some((one) => 'RangeVar' in one && !made.has(tableName(one.RangeVar)));
    return isOld ? [{ rule: 'truncate', message: `empties ${namesOf(node.TruncateStmt.relations)}` }] : [];
  }
  if ('ClusterStmt' in node)
    return [{ rule: 'rewrite-table', message: `clusters ${tableName(node.ClusterStmt.relation) || 'all tables'}` }];
  if ('VacuumStmt' in node && node.VacuumStmt.is_vacuumcmd) {
    const isFull = node.VacuumStmt.options?.some((option) => 'DefElem' in option && option.DefElem.defname === 'full');
    return [
      isFull
        ? { rule: 'rewrite-table', message: 'vacuums in full' }
        : { rule: 'no-transaction', message: 'vacuums inside a transaction' },
    ];
  }
  if ('AlterTableStmt' in node && !made.has(tableName(node.AlterTableStmt.relation))) {
    return commandsOf(node.AlterTableStmt.cmds).flatMap(({ subtype }): Problem[] => {
      const what = subtype && rewriting[subtype];
      return what ? [{ rule: 'rewrite-table', message: `writes ${tableName(node.AlterTableStmt.relation)} anew: ${what}` }] : [];
    });
  }
  return [];
};

function namesOf(relations: readonly object[] | undefined): string {
  return (relations ?? []).map((one) => ('RangeVar' in one ? tableName(one.RangeVar as object) : '')).join(', ');
}
