import type { FoldState } from '../fold/state.ts';

/** What is known of the fold of a vehicle: as `vehicle_folds` had it when this instance last wrote or read it. */
export type KnownFold = {
  version: number;
  state: FoldState;
  /** Something before the state is not folded yet: whoever stores readings leaves the folding to the refold. */
  refoldFromMs: number | null;
};

/** The folds of the vehicles that report to this instance; the least recently used are forgotten. */
export class FoldCache {
  readonly #maxVehicles: number;
  /** By tenant and vehicle: a copy of an organisation has the same vehicles. */
  readonly #known = new Map<string, KnownFold>();

  constructor(maxVehicles: number) {
    this.#maxVehicles = maxVehicles;
  }

  get(tenantId: string, vehicleId: string): KnownFold | undefined {
    const key = tenantId + vehicleId;
    const known = this.#known.get(key);
    if (known) {
      this.#known.delete(key);
      this.#known.set(key, known);
    }
    return known;
  }

  set(tenantId: string, vehicleId: string, fold: KnownFold): void {
    const key = tenantId + vehicleId;
    this.#known.delete(key);
    this.#known.set(key, fold);
    if (this.#known.size > this.#maxVehicles) this.#known.delete(this.#known.keys().next().value as string);
  }

  forget(tenantId: string, vehicleIds: Iterable<string>): void {
    for (const vehicleId of vehicleIds) this.#known.delete(tenantId + vehicleId);
  }
}
