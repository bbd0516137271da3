import type { Check, Problem } from '../context.ts';
import { dotted, nodesIn } from '../tree.ts';

const limits = new Set(['lock_timeout', 'statement_timeout', 'transaction_timeout', 'idle_in_transaction_session_timeout']);

/** Statements about the session and the transaction, which are the migrator's. */
export const session: Check = ({ node }) => {
  if ('TransactionStmt' in node) return [{ rule: 'transaction-control', message: 'begins or ends a transaction' }];
  if ('DoStmt' in node) return [{ rule: 'do-block', message: 'runs a block of code' }];
  if ('VariableSetStmt' in node) {
    const { name = '', kind } = node.VariableSetStmt;
    if (kind === 'VAR_RESET_ALL') return [{ rule: 'timeouts', message: 'resets all settings' }];
    return limits.has(name) ? [{ rule: 'timeouts', message: `sets ${name}` }] : [];
  }
  return [...nodesIn(node)].flatMap((inner): Problem[] => {
    if (!('FuncCall' in inner) || !/^(pg_catalog\.)?set_config$/.test(dotted(inner.FuncCall.funcname))) return [];
    const [name] = inner.FuncCall.args ?? [];
    const setting = name && 'A_Const' in name ? (name.A_Const.sval?.sval ?? '') : '';
    return limits.has(setting) ? [{ rule: 'timeouts', message: `sets ${setting}`, location: inner.FuncCall.location }] : [];
  });
};
