import type { Node, RangeVar } from 'libpg-query';

/** Every node of a tree by its kind, as in `['UpdateStmt', {…}]`. Bodies of functions are not run, and left out. */
export function* nodesIn(tree: unknown): Generator<Node> {
  if (Array.isArray(tree)) {
    for (const item of tree) yield* nodesIn(item);
    return;
  }
  if (typeof tree !== 'object' || tree === null || 'CreateFunctionStmt' in tree) return;
  const keys = Object.keys(tree);
  // Nodes are objects with one key, which is their kind and in capitals.
  if (keys.length === 1 && /^[A-Z]/.test(keys[0] ?? '')) yield tree as Node;
  for (const value of Object.values(tree)) yield* nodesIn(value);
}

/** `app.vehicles` */
export function tableName(relation: RangeVar | undefined): string {
  return relation?.schemaname ? `${relation.schemaname}.${relation.relname}` : (relation?.relname ?? '');
}

/** The words of a qualified name, joined by dots. */
export function dotted(names: Node[] | Node | undefined): string {
  const list = Array.isArray(names) ? names : names && 'List' in names ? (names.List.items ?? []) : names ? [names] : [];
  return list
    .flatMap((node) => ('String' in node ? [node.String.sval ?? ''] : 'TypeName' in node ? [dotted(node.TypeName.names)] : []))
    .join('.');
}
