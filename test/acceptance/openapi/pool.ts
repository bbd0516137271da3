import { isPlatform } from '@wheelhouse/shared/resource/projection.ts';
import type { Resource } from '@wheelhouse/shared/resource/resource.ts';
import type { Domain } from '@wheelhouse/shared/runtime/domain.ts';
import type { Operation } from './operations.ts';

const most = 40;

/** Ids and cursors that requests can name: of the tenant's own rows, of another tenant's, and of nothing. */
export class Pool {
  readonly #resources: readonly Resource[];
  readonly #operatorVerbs: ReadonlySet<string>;
  readonly #own = new Map<string, string[]>();
  readonly #cursors = new Map<string, string[]>();
  readonly #foreign: string[] = [];

  constructor(domains: readonly Domain[]) {
    this.#resources = domains.flatMap((domain) => domain.resources);
    const verbs = domains.flatMap((domain) => domain.verbs).filter((verb) => /^platform\./.test(verb.permission));
    this.#operatorVerbs = new Set(verbs.map((verb) => `${verb.on}:${verb.name}`));
  }

  isPlatform(path: string): boolean {
    return this.#resources.some((resource) => resource.path === path && isPlatform(resource));
  }

  /** Whether an operation is for operators of the platform. */
  isForOperators({ resource, path }: Operation): boolean {
    return this.isPlatform(resource) || this.#operatorVerbs.has(`${resource}:${path.split(':')[1]}`);
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
    return rows[Math.floor(chosen / 20) % Math.max(1, rows.length)] ?? unknownId(chosen);
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

function keep(lists: Map<string, string[]>, key: string, value: string): void {
  const list = lists.get(key) ?? [];
  if (list.length < most && !list.includes(value)) list.push(value);
  lists.set(key, list);
}

function unknownId(chosen: number): string {
  return `00000000-0000-4000-8000-${chosen.toString(16).padStart(12, '0').slice(-12)}`;
}
