import type { Check } from '../context.ts';
import { dotted, tableName } from '../tree.ts';

/** Indexes that are made, dropped and rebuilt. */
export const indexes: Check = ({ node }, { made }) => {
  if ('IndexStmt' in node) {
    const { idxname, relation, concurrent } = node.IndexStmt;
    const name = `${idxname ?? 'an index'} on ${tableName(relation)}`;
    if (concurrent) return [{ rule: 'no-transaction', message: `makes ${name} concurrently inside a transaction` }];
    return made.has(tableName(relation))
      ? []
      : [{ rule: 'index-concurrently', message: `makes ${name}, which is in use, under a lock` }];
  }
  if ('DropStmt' in node && node.DropStmt.removeType === 'OBJECT_INDEX') {
    const names = (node.DropStmt.objects ?? []).map(dotted).join(', ');
    if (node.DropStmt.concurrent)
      return [{ rule: 'no-transaction', message: `drops ${names} concurrently inside a transaction` }];
    return [{ rule: 'index-concurrently', message: `drops the index ${names} under a lock` }];
  }
  if ('ReindexStmt' in node) {
    const isConcurrent = node.ReindexStmt.params?.some((param) => 'DefElem' in param && param.DefElem.defname === 'concurrently');
    const name = tableName(node.ReindexStmt.relation) || node.ReindexStmt.name;
    if (isConcurrent)
      return [{ rule: 'no-transaction', message: `rebuilds indexes of ${name} concurrently inside a transaction` }];
    return [{ rule: 'index-concurrently', message: `rebuilds indexes of ${name} under a lock` }];
  }
  return [];
};
