import { status } from '@grpc/grpc-js';
import { PubSubStatusError } from './status.ts';

/**
 * Bounds the bytes of all messages that some subscription still holds. At the bound nothing that was accepted is dropped: Publish is
 * refused with RESOURCE_EXHAUSTED, which the client libraries retry, until messages are acknowledged or expire.
 */
export class MemoryBudget {
  readonly #limitBytes: number;
  #usedBytes = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  get usedBytes(): number {
    return this.#usedBytes;
  }

  fits(bytes: number): boolean {
    return this.#usedBytes + bytes <= this.#limitBytes;
  }

  /** @throws PubSubStatusError RESOURCE_EXHAUSTED where the bytes do not fit */
  reserve(bytes: number): void {
    if (!this.fits(bytes)) {
      throw new PubSubStatusError(
        status.RESOURCE_EXHAUSTED,
        `${this.#usedBytes} of ${this.#limitBytes} bytes hold unacknowledged messages and ${bytes} more do not fit: let the subscribers catch up.`,
      );
    }
    this.#usedBytes += bytes;
  }

  release(bytes: number): void {
    this.#usedBytes -= bytes;
  }
}
