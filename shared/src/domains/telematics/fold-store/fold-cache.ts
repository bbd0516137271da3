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
  readonly #known = new Map<string, KnownFold>();

  constructor(maxVehicles: number) {
    this.#maxVehicles = maxVehicles;
  }

  get(vehicleId: string): KnownFold | undefined {
    const known = this.#known.get(vehicleId);
    if (known) {
      this.#known.delete(vehicleId);
      this.#known.set(vehicleId, known);
    }
    return known;
  }

  set(vehicleId: string, fold: KnownFold): void {
    this.#known.delete(vehicleId);
    this.#known.set(vehicleId, fold);
    if (this.#known.size > this.#maxVehicles) this.#known.delete(this.#known.keys().next().value as string);
  }

  forget(vehicleIds: Iterable<string>): void {
    for (const vehicleId of vehicleIds) this.#known.delete(vehicleId);
  }
}
