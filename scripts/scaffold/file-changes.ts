import { existsSync, mkdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UsageError } from './usage-error.ts';

/** Changes of files that are made together: `undo` takes back all of them. */
export class FileChanges {
  readonly #root: string;
  readonly #undo: (() => void)[] = [];
  readonly #paths = new Set<string>();

  constructor(root: string) {
    this.#root = root;
  }

  /** Files that were created or changed, from the root. */
  get paths(): string[] {
    return [...this.#paths];
  }

  /** Writes a file that must not exist yet. */
  create(path: string, text: string): void {
    const file = join(this.#root, path);
    if (existsSync(file)) throw new UsageError(`${path} exists already; nothing was written.`);
    const folder = dirname(file);
    const isNew = !existsSync(folder);
    mkdirSync(folder, { recursive: true });
    if (isNew) this.#undo.push(() => rmdirSync(folder));
    writeFileSync(file, text, { flag: 'wx' });
    this.#undo.push(() => rmSync(file));
    this.#paths.add(path);
  }

  /** Changes a file that exists. */
  edit(path: string, change: (text: string) => string): void {
    const file = join(this.#root, path);
    if (!existsSync(file)) throw new UsageError(`${path} does not exist; nothing was written.`);
    const before = readFileSync(file, 'utf8');
    const after = change(before);
    this.#undo.push(() => writeFileSync(file, before));
    writeFileSync(file, after);
    this.#paths.add(path);
  }

  undo(): void {
    for (const step of this.#undo.splice(0).reverse()) step();
  }
}

/** Makes changes; when something throws, or the user interrupts, no trace of them is left. */
export async function allOrNothing(root: string, make: (changes: FileChanges) => Promise<void>): Promise<FileChanges> {
  const changes = new FileChanges(root);
  const interrupted = () => {
    changes.undo();
    process.exit(130);
  };
  process.once('SIGINT', interrupted);
  try {
    await make(changes);
    return changes;
  } catch (error) {
    changes.undo();
    throw error;
  } finally {
    process.removeListener('SIGINT', interrupted);
  }
}
