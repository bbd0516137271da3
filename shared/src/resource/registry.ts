import type { Resource } from './resource.ts';

/** Resources by path, for includes that cross domains. */
export class ResourceRegistry {
  readonly #byPath = new Map<string, Resource>();

  constructor(resources: readonly Resource[]) {
    for (const resource of resources) {
      if (this.#byPath.has(resource.path)) throw new Error(`Two resources have the path ${resource.path}.`);
      this.#byPath.set(resource.path, resource);
    }
  }

  get(path: string): Resource {
    const resource = this.#byPath.get(path);
    if (!resource) throw new Error(`No resource ${path} is declared; give the API the domain that declares it.`);
    return resource;
  }
}
