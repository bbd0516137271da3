import type { Resource } from '@wheelhouse/shared/resource/resource.ts';
import type { Domain } from '@wheelhouse/shared/runtime/domain.ts';
import type { Operation } from './operations.ts';

export type Body = Record<string, unknown>;

const most = 40;

/** Rows of a resource that were there first have been brought into all the states that operations ask for. */
const furnished = 8;

/** What requests can name: ids of the tenant's own rows, of another tenant's, and of nothing; cursors; bodies; and moments. */
export class Pool {
  readonly #resources: readonly Resource[];
  readonly #operatorVerbs: ReadonlySet<string>;
  readonly #holderVerbs: ReadonlySet<string>;
  readonly #own = new Map<string, string[]>();
  readonly #cursors = new Map<string, string[]>();
  readonly #foreign: string[] = [];
  readonly #bodies = new Map<string, Body[]>();
  /** When the world was opened. */
  readonly now: Date;

  constructor(domains: readonly Domain[], now: Date) {
    this.now = now;
    this.#resources = domains.flatMap((domain) => domain.resources);
    const verbs = domains.flatMap((domain) => domain.verbs);
    const named = (some: typeof verbs) => new Set(some.map((verb) => `${verb.on}:${verb.name}`));
    this.#operatorVerbs = named(verbs.filter((verb) => isOfPlatform(verb.permission)));
    this.#holderVerbs = named(verbs.filter((verb) => verb.holder));
  }

  /** Whether an operation is for operators of the platform. */
  isForOperators({ resource, path }: Pick<Operation, 'resource' | 'path'>): boolean {
    const verb = path.split(':')[1];
    if (verb) return this.#operatorVerbs.has(`${resource}:${verb}`);
    return this.#resources.some((one) => one.path === resource && isOfPlatform(one.permissions.read));
  }

  /** Whether callers of an operation need a secret and no account. */
  isForHolders({ resource, path }: Operation): boolean {
    return this.#holderVerbs.has(`${resource}:${path.split(':')[1]}`);
  }

  /** A body that was accepted at a path, or would be if it came once. */
  addBody(method: string, path: string, body: Body): void {
    const key = templateOf(method, path);
    this.#bodies.set(key, [...(this.#bodies.get(key) ?? []), body]);
  }

  /** Bodies that an operation accepts. */
  bodiesOf({ method, path }: Operation): readonly Body[] {
    return this.#bodies.get(`${method} ${path}`) ?? [];
  }

  add(path: string, id: string): void {
    keep(this.#own, path, id);
  }

  /** The tenant of the member. */
  ownTenantId = '';

  addForeign(id: string): void {
    this.#foreign.push(id);
  }

  addCursor(operation: Operation, cursor: string): void {
    keep(this.#cursors, operation.operationId, cursor);
  }

  /** An id for a path: of a row of this resource, seventeen times of twenty. */
  idOf(path: string, chosen: number): string {
    const rows = this.#own.get(path) ?? [];
    const kind = chosen % 20;
    if (kind === 0) return unknownId(chosen);
    if (kind === 1 && this.#foreign.length > 0) return this.#foreign[chosen % this.#foreign.length] as string;
    if (kind === 2 && path !== 'tenants') return this.#any(chosen);
    const choice = Math.floor(chosen / 20);
    const among = choice % 2 === 0 ? Math.min(furnished, rows.length) : rows.length;
    return rows[Math.floor(choice / 2) % Math.max(1, among)] ?? unknownId(chosen);
  }

  /** An id for a member such as `homeDepotId`: of a depot. */
  idFor(name: string, chosen: number): string {
    const word = name.replace(/Ids?$/, '').toLowerCase();
    const people = /manager|lead|assignedby|owner|createdby/.test(word);
    const resource = this.#resources.find((one) =>
      people ? one.path === 'users' : word !== '' && word.endsWith(one.singular.toLowerCase()),
    );
    const parent = this.#resources.find((one) => word === `parent${one.singular.toLowerCase()}`);
    const path = (parent ?? resource)?.path;
    return path ? this.idOf(path, chosen) : this.#any(chosen);
  }

  cursorOf(operation: Operation, chosen: number): string {
    const known = this.#cursors.get(operation.operationId) ?? [];
    return known[chosen % Math.max(1, known.length)] ?? '';
  }

  /** Tenants are left out: what may be done to them would end the test. */
  #any(chosen: number): string {
    const all = [...this.#own].flatMap(([path, ids]) => (path === 'tenants' ? [] : ids));
    return all[chosen % Math.max(1, all.length)] ?? unknownId(chosen);
  }
}

const isOfPlatform = (permission: string): boolean => permission.startsWith('platform.');

/** The operation behind an address: ids are not part of it. */
const templateOf = (method: string, path: string): string => `${method} ${path.replace(/\/[0-9a-f]{8}-[0-9a-f-]{27}/, '/{id}')}`;

function keep(lists: Map<string, string[]>, key: string, value: string): void {
  const list = lists.get(key) ?? [];
  if (list.length < most && !list.includes(value)) list.push(value);
  lists.set(key, list);
}

function unknownId(chosen: number): string {
  return `00000000-0000-4000-8000-${chosen.toString(16).padStart(12, '0').slice(-12)}`;
}
