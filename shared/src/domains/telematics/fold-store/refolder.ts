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

/**
 * Folds vehicles again soon after late readings were stored. Nothing depends on it: what it does not get to (the instance ends) is
 * noted in `vehicle_folds`, where the job finds it.
 */
export class Refolder {
  readonly #options: Options;
  readonly #waiting = new Map<string, { tenantId: string; vehicleId: string; timer: NodeJS.Timeout }>();
  readonly #due = new Map<string, { tenantId: string; vehicleId: string }>();
  readonly #busy = new Map<string, Promise<void>>();

  constructor(options: Options) {
    this.#options = options;
  }

  add(tenantId: string, vehicleIds: readonly string[]): void {
    for (const vehicleId of vehicleIds) {
      if (this.#waiting.has(vehicleId) || this.#due.has(vehicleId)) continue;
      const timer = setTimeout(() => this.#makeDue(vehicleId), this.#options.delayMs);
      this.#waiting.set(vehicleId, { tenantId, vehicleId, timer });
    }
  }

  /** Resolves when nothing is left to do. */
  async drain(): Promise<void> {
    while (this.#waiting.size > 0 || this.#due.size > 0 || this.#busy.size > 0) {
      for (const vehicleId of this.#waiting.keys()) this.#makeDue(vehicleId);
      await Promise.race(this.#busy.values());
    }
  }

  #makeDue(vehicleId: string): void {
    const one = this.#waiting.get(vehicleId);
    if (!one) return;
    clearTimeout(one.timer);
    this.#waiting.delete(vehicleId);
    this.#due.set(vehicleId, one);
    this.#start();
  }

  #start(): void {
    for (const [vehicleId, one] of this.#due) {
      if (this.#busy.size >= this.#options.concurrency) return;
      if (this.#busy.has(vehicleId)) continue;
      this.#due.delete(vehicleId);
      this.#busy.set(vehicleId, this.#refold(one.tenantId, vehicleId));
    }
  }

  async #refold(tenantId: string, vehicleId: string): Promise<void> {
    const { folding, scopeOf, clock } = this.#options;
    try {
      await refoldVehicle(folding, scopeOf(tenantId), vehicleId, clock.now().getTime());
    } catch (error) {
      folding.log.error(
        { err: error, vehicleId },
        'a vehicle could not be folded again; the job telematics.refold tries it later',
      );
    } finally {
      this.#busy.delete(vehicleId);
      this.#start();
    }
  }
}
