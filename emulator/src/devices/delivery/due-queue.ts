/** Things that become due at a time; those of the same time come out in the order in which they were put in (a binary heap). */
export class DueQueue<T extends { atMs: number }> {
  readonly #heap: { order: number; item: T }[] = [];
  #puts = 0;

  put(item: T): void {
    const heap = this.#heap;
    heap.push({ order: this.#puts++, item });
    for (let child = heap.length - 1; child > 0; ) {
      const parent = (child - 1) >> 1;
      if (!this.#swapWhereLater(parent, child)) return;
      child = parent;
    }
  }

  /** The first thing due by `untilMs`, taken out, or undefined. */
  take(untilMs: number): T | undefined {
    const heap = this.#heap;
    const first = heap[0];
    if (!first || first.item.atMs > untilMs) return undefined;
    const last = heap.pop()!;
    if (heap.length === 0) return first.item;
    heap[0] = last;
    for (let parent = 0; ; ) {
      const left = 2 * parent + 1;
      if (left >= heap.length) return first.item;
      const child = left + 1 < heap.length && this.#isLater(left, left + 1) ? left + 1 : left;
      if (!this.#swapWhereLater(parent, child)) return first.item;
      parent = child;
    }
  }

  #isLater(a: number, b: number): boolean {
    const [one, other] = [this.#heap[a]!, this.#heap[b]!];
    return one.item.atMs > other.item.atMs || (one.item.atMs === other.item.atMs && one.order > other.order);
  }

  #swapWhereLater(parent: number, child: number): boolean {
    if (!this.#isLater(parent, child)) return false;
    const heap = this.#heap;
    [heap[parent], heap[child]] = [heap[child]!, heap[parent]!];
    return true;
  }
}
