/** A queue whose both ends cost the same however long it is. */
export class Fifo<T> {
  #items: (T | undefined)[] = [];
  #head = 0;

  push(item: T): void {
    this.#items.push(item);
  }

  shift(): T | undefined {
    const item = this.#items[this.#head];
    if (item === undefined) return undefined;
    this.#items[this.#head++] = undefined;
    if (this.#head > 1000 && this.#head * 2 > this.#items.length) this.#compact();
    return item;
  }

  /** Removes and returns what `matches` picks. */
  remove(matches: (item: T) => boolean): T[] {
    this.#compact();
    const items = this.#items as T[];
    const removed = items.filter(matches);
    if (removed.length > 0) this.#items = items.filter((item) => !matches(item));
    return removed;
  }

  #compact(): void {
    this.#items = this.#items.slice(this.#head);
    this.#head = 0;
  }
}
