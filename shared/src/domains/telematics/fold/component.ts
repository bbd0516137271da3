import type { Derived } from './derived.ts';
import type { Fences } from './geofences/fences.ts';
import type { Fix, FoldReading } from './reading.ts';
import type { Rules } from './rules.ts';

/** A fix that was accepted, and when. */
export type AcceptedFix = Fix & { atMs: number };

/** What the rules and fences of a tenant are at any moment: both are kept with the times from which they apply. */
export type FoldEnvironment = {
  rulesAt(atMs: number): Rules;
  fences: Fences;
};

/** Takes a derived row. Of several with the same table and id, the last counts. */
export type Emit = (derived: Derived) => void;

/** One reading and what follows from it and the ones before; the same for every component. */
export type StepContext = {
  vehicleId: string;
  reading: FoldReading;
  atMs: number;
  rules: Rules;
  fences: Fences;
  /** Where the vehicle is, if the reading says so and it is plausible. */
  fix: AcceptedFix | null;
  /** The accepted fix before. */
  previous: AcceptedFix | null;
  /** From `previous` to `fix` as the crow flies; 0 unless both are there. */
  movedM: number;
  /** From `previous` to this reading; 0 without `previous`. */
  elapsedMs: number;
  /** The best that is known of the speed: OBD, then the receiver, then distance by time; null where none can be told. */
  speedKph: number | null;
  /** Whether the engine runs: the ignition as last reported, or revolutions; null where neither was ever reported. */
  engineOn: boolean | null;
  /** Odometer where the vehicle has one: its latest reading and what was driven since; null before the first. */
  odometerKm: number | null;
  /** Limit where the vehicle is: that of the fences it is in, else of the rules; null where there is none. Set once the fences were looked at. */
  speedLimitKph: number | null;
};

/** Time that passes without a reading. */
export type DueContext = Pick<StepContext, 'vehicleId' | 'atMs' | 'rules' | 'fences' | 'engineOn' | 'odometerKm'> & {
  /** The last accepted fix. */
  previous: AcceptedFix | null;
};

/**
 * One part of the fold. Its state is plain JSON, small (hundreds of bytes) and never changed in place: a step answers a new one, or
 * the same where nothing changed. It has no clock, no randomness and no database.
 */
export type Component<S> = {
  initial: S;
  /** A reading, in the order of time and id. */
  step(state: S, context: StepContext, emit: Emit): S;
  /** When something happens by itself if no reading comes before (a dwell, a trip that ends in silence); null: never. */
  dueMs?(state: S, fences: Fences, last: AcceptedFix | null): number | null;
  /** What happens then. After it, `dueMs` must be later or null. */
  fire?(state: S, context: DueContext, emit: Emit): S;
  /** The rows of what has begun and not ended, as they are in this state: a refold begins with them. */
  open?(state: S, vehicleId: string, emit: Emit): void;
};
