import type { BehaviorState } from './behavior/component.ts';
import type { AcceptedFix } from './component.ts';
import type { ConnectivityState } from './connectivity/component.ts';
import type { EngineState } from './engine/component.ts';
import type { GeofenceState } from './geofences/component.ts';
import type { PlausibilityState } from './plausibility/judge.ts';
import type { TripState } from './trips/component.ts';

/** The last accepted fix, and what vehicle_state shows of the reading that had it. */
export type LastFix = AcceptedFix & { id: string; deviceId: string; source: string; sequence: number | null };

/** All that has to be known of a vehicle's past to fold its next reading. Plain JSON, of one or two kilobytes. */
export type FoldState = {
  /** Everything until this moment and id is folded. */
  until: { atMs: number; id: string };
  last: LastFix | null;
  /** Best known speed at the last accepted fix. */
  speedKph: number | null;
  ignitionOn: boolean | null;
  /** Whether the engine turned, by the latest revolutions. */
  revolving: boolean | null;
  odometer: { readingKm: number; atMs: number; sinceM: number } | null;
  fuelLevelPercent: number | null;
  batteryVoltageV: number | null;
  plausibility: PlausibilityState;
  geofences: GeofenceState;
  trips: TripState;
  behavior: BehaviorState;
  engine: EngineState;
  connectivity: ConnectivityState;
};
