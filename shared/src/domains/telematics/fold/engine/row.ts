import type { StepContext } from '../component.ts';
import { type DerivedVehicleEvent, derivedId } from '../derived.ts';

/** Where something happened, as far as it is known. */
export type Where = { latitude: number | null; longitude: number | null };

type What = Pick<DerivedVehicleEvent, 'eventType' | 'recordedAtMs' | 'detectedAtMs'> &
  Partial<Omit<DerivedVehicleEvent, 'id' | 'latitude' | 'longitude'>>;

/** The place of a reading, or the last that is known. */
export function placeOf({ fix, previous }: Pick<StepContext, 'fix' | 'previous'>): Where {
  const at = fix ?? previous;
  return { latitude: at?.latitude ?? null, longitude: at?.longitude ?? null };
}

/**
 * A row of vehicle_events.
 *
 * @param distinct tells events of one type and moment apart
 */
export function vehicleEvent(vehicleId: string, { latitude, longitude }: Where, what: What, distinct = '') {
  const row: DerivedVehicleEvent = {
    id: derivedId(vehicleId, what.recordedAtMs, distinct ? `${what.eventType} ${distinct}` : what.eventType),
    latitude,
    longitude,
    durationSeconds: null,
    severity: null,
    code: null,
    value: null,
    description: null,
    ...what,
  };
  return { table: 'vehicle_events', row } as const;
}

export function secondsBetween(fromMs: number, toMs: number): number {
  return Math.round((toMs - fromMs) / 1000);
}
