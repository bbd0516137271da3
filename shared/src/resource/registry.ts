import type { Resource } from './resource.ts';

/** Resources by path, for includes that cross domains. */
export class ResourceRegistry {
  readonly #byPath = new Map<string, Resource>();
  readonly #others: () => Promise<readonly Resource[]>;
  #complete: Promise<void> | undefined;

  /**
   * @param resources those that are served here
   * @param others every resource there is, loaded when one that is served elsewhere is first asked for
   */
  constructor(resources: readonly Resource[], others: () => Promise<readonly Resource[]> = async () => []) {
    this.#others = others;
    this.#add(resources);
  }

  /** A resource that is known: one that is served here, or that `load` was asked for before. */
  get(path: string): Resource {
    const resource = this.#byPath.get(path);
    if (!resource) throw new Error(`No resource ${path} is declared; give the API the domain that declares it.`);
    return resource;
  }

  /** A resource, wherever it is served. */
  async load(path: string): Promise<Resource> {
    if (!this.#byPath.has(path)) {
      this.#complete ??= this.#others().then((resources) => this.#add(resources));
      await this.#complete;
    }
    return this.get(path);
  }

  #add(resources: readonly Resource[]): void {
    for (const resource of resources) {
      const known = this.#byPath.get(resource.path);
      if (known && known !== resource) throw new Error(`Two resources have the path ${resource.path}.`);
      this.#byPath.set(resource.path, resource);
    }
  }
}
