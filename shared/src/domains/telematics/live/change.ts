import type { Place } from './cursor.ts';
import type { Snapshot } from './snapshot.ts';

/** Something that happened: a vehicle's state is another, or a domain event of telematics was recorded. */
export type Change = {
  place: Place;
  /** `vehicleState.updated`, `trip.started`, … */
  type: string;
  /** What it is about: `vehicleState`, `trip`, … */
  subjectType: string;
  vehicleId: string | null;
  latitude: number | null;
  longitude: number | null;
  /** Of a state. */
  rowVersion: number | null;
  /** As it is told: JSON of type, subjectId, occurredAt and data. */
  json: string;
};

/** Some of the changes between two snapshots, in their order. */
export type Page = {
  changes: Change[];
  until: Snapshot;
  /** There are more before `until`. */
  more: boolean;
  /** First transaction that had not begun. */
  next: bigint;
};

/** A question for changes. Without `until` those up to now. */
export type Question = {
  since: Snapshot;
  until?: Snapshot | undefined;
  after?: Place | undefined;
  limit: number;
  /** Subject types whose events are wanted; states are `vehicleState`. */
  subjectTypes: readonly string[];
};
