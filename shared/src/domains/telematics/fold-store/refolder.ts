import type { Clock } from '../../../clock.ts';
import type { Scope } from '../../../db/scope.ts';
import { refoldVehicle } from './refoldVehicle.ts';
import type { Folding } from './storeAndFold.ts';

type Options = {
  folding: Folding;
  clock: Clock;
  scopeOf: (tenantId: string) => Scope;
  /** How long late readings wait for company: of ten in a row the last pays for all. */
  delayMs: number;
  /** Vehicles folded again at the same time. */
  concurrency: number;
};

type One = { tenantId: string; vehicleId: string };

/**
 * Folds vehicles again soon after late readings were stored. Nothing depends on it: what it does not get to (the instance ends) is
 * noted in `vehicle_folds`, where the job finds it.
 */
export class Refolder {
  readonly #options: Options;
  /** By tenant and vehicle, as all of these. */
  readonly #waiting = new Map<string, One & { timer: NodeJS.Timeout }>();
  readonly #due = new Map<string, One>();
  readonly #busy = new Map<string, Promise<void>>();

  constructor(options: Options) {
    this.#options = options;
  }

  add(tenantId: string, vehicleIds: readonly string[]): void {
    for (const vehicleId of vehicleIds) {
      const key = tenantId + vehicleId;
      if (this.#waiting.has(key) || this.#due.has(key)) continue;
      const timer = setTimeout(() => this.#makeDue(key), this.#options.delayMs);
      this.#waiting.set(key, { tenantId, vehicleId, timer });
    }
  }

  /** Resolves when nothing is left to do. */
  async drain(): Promise<void> {
    while (this.#waiting.size > 0 || this.#due.size > 0 || this.#busy.size > 0) {
      for (const key of this.#waiting.keys()) this.#makeDue(key);
      await Promise.race(this.#busy.values());
    }
  }

  #makeDue(key: string): void {
    const one = this.#waiting.get(key);
    if (!one) return;
    clearTimeout(one.timer);
    this.#waiting.delete(key);
    this.#due.set(key, { tenantId: one.tenantId, vehicleId: one.vehicleId });
    this.#start();
  }

  #start(): void {
    for (const [key, one] of this.#due) {
      if (this.#busy.size >= this.#options.concurrency) return;
      if (this.#busy.has(key)) continue;
      this.#due.delete(key);
      this.#busy.set(
        key,
        this.#refold(one).finally(() => {
          this.#busy.delete(key);
          this.#start();
        }),
      );
    }
  }

  async #refold({ tenantId, vehicleId }: One): Promise<void> {
    const { folding, scopeOf, clock } = this.#options;
    try {
      await refoldVehicle(folding, scopeOf(tenantId), vehicleId, clock.now().getTime());
    } catch (error) {
      folding.log.error(
        { err: error, vehicleId },
        'a vehicle could not be folded again; the job telematics.refold tries it later',
      );
    }
  }
}
