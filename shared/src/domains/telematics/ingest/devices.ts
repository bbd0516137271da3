import type { Clock } from '../../../clock.ts';
import type { Tx } from '../../../db/scope.ts';

/** How long an instance may not know that a device was moved to another vehicle. */
const keepMs = 10_000;

/**
 * Which vehicle each device is linked to. Only what was found is remembered: a device that is linked now works at once. All is
 * forgotten together, so what is kept is bounded by the devices that report within the time.
 */
export class Devices {
  readonly #clock: Clock;
  #known = new Map<string, string>();
  #forgetAtMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The vehicles of those devices that are linked; `inTenant` runs a query in the tenant's scope. */
  async resolve(
    tenantId: string,
    deviceIds: Iterable<string>,
    inTenant: <T>(fn: (tx: Tx) => Promise<T>) => Promise<T>,
  ): Promise<Map<string, string>> {
    const nowMs = this.#clock.now().getTime();
    if (nowMs >= this.#forgetAtMs) {
      this.#known = new Map();
      this.#forgetAtMs = nowMs + keepMs;
    }
    const known = this.#known;
    const found = new Map<string, string>();
    const unknown: string[] = [];
    for (const deviceId of deviceIds) {
      const vehicleId = known.get(`${tenantId} ${deviceId}`);
      if (vehicleId) found.set(deviceId, vehicleId);
      else unknown.push(deviceId);
    }
    if (unknown.length === 0) return found;
    for (const row of await inTenant((tx) => vehiclesOf(tx, unknown))) {
      found.set(row.device_id, row.vehicle_id);
      known.set(`${tenantId} ${row.device_id}`, row.vehicle_id);
    }
    return found;
  }

  /** After a failure: a vehicle may have been deleted. */
  forget(): void {
    this.#known = new Map();
  }
}

/** The vehicles of linked devices: one query, by the unique indexes on both slots of a vehicle. */
export function vehiclesOf(tx: Tx, deviceIds: readonly string[]): Promise<{ device_id: string; vehicle_id: string }[]> {
  return tx.query(
    `select d.device_id, v.id as vehicle_id from unnest($1::text[]) d (device_id) join vehicles v on v.primary_device_id = d.device_id
     union all
     select d.device_id, v.id from unnest($1::text[]) d (device_id) join vehicles v on v.secondary_device_id = d.device_id`,
    [deviceIds],
    'vehicles_of_devices',
  );
}
