import fc from 'fast-check';
import { hostileValue } from './hostile.ts';

type Node = { holder: Record<string, unknown> | unknown[]; key: string | number };

/** A value with one thing wrong: something missing, of another type, out of range, too long, too much, or unknown. */
export function nearly(valid: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.tuple(valid, fc.nat(), fc.constantFrom(...slips)).map(([value, at, slip]) => changed(value, at, slip));
}

/** A value with hostile values in one to three places. */
export function poisoned(valid: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const poison = fc.tuple(fc.nat(), hostileValue);
  return fc
    .tuple(valid, fc.array(poison, { minLength: 1, maxLength: 3 }))
    .map(([value, poisons]) =>
      poisons.reduce<unknown>((made, [at, bad]) => changed(made, at, ({ holder, key }) => put(holder, key, bad)), value),
    );
}

type Slip = (node: Node) => void;

const slips: readonly Slip[] = [
  ({ holder, key }) => (Array.isArray(holder) ? void holder.splice(key as number, 1) : void delete holder[key]),
  ({ holder, key }) => put(holder, key, null),
  ({ holder, key }) => put(holder, key, typeof at(holder, key) === 'string' ? 7 : 'text'),
  ({ holder, key }) => put(holder, key, [at(holder, key)]),
  ({ holder, key }) => put(holder, key, { value: at(holder, key) }),
  ({ holder, key }) => put(holder, key, `${String(at(holder, key)).slice(0, 100)}x`),
  ({ holder, key }) => put(holder, key, ''),
  ({ holder, key }) => put(holder, key, ' '),
  ({ holder, key }) => put(holder, key, 'y'.repeat(110_000)),
  ({ holder, key }) => put(holder, key, -1),
  ({ holder, key }) => put(holder, key, 1.5),
  ({ holder, key }) => put(holder, key, 2 ** 31),
  ({ holder, key }) => put(holder, key, 1e15),
  ({ holder, key }) => put(holder, key, 1e300),
  ({ holder, key }) => put(holder, key, '-0.001'),
  ({ holder, key }) => put(holder, key, false),
  ({ holder }) => put(holder, 'unknownField', 1),
  ({ holder }) => put(holder, 'tenantId', '00000000-0000-4000-8000-000000000000'),
  ({ holder }) => put(holder, 'rowVersion', 9),
];

/** A copy of the value in which one node, chosen by a number, was changed. */
function changed(value: unknown, chosen: number, change: (node: Node) => void): unknown {
  const root = { value: structuredClone(value) };
  const nodes = nodesOf(root.value);
  // Now and then the whole value is the node.
  change(nodes.length === 0 || chosen % 17 === 0 ? { holder: root, key: 'value' } : (nodes[chosen % nodes.length] as Node));
  return root.value;
}

function nodesOf(value: unknown, depth = 0): Node[] {
  if (value === null || typeof value !== 'object' || depth > 6) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder)
    .slice(0, 50)
    .flatMap((key) => [
      { holder: Array.isArray(value) ? value : holder, key: Array.isArray(value) ? Number(key) : key },
      ...nodesOf(holder[key], depth + 1),
    ]);
}

const at = (holder: Node['holder'], key: Node['key']): unknown => (holder as Record<string, unknown>)[key];

/** Defines the member, as assigning to `__proto__` would not. */
function put(holder: Node['holder'], key: Node['key'], value: unknown): void {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}
