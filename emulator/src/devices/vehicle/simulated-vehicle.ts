import { dayMs } from '@wheelhouse/shared/clock.ts';
import type { Coordinates } from '../geometry.ts';
import type { DeviceShares, DrivingRates, FaultRates } from '../rates.ts';
import { legAt, nearestAlongM, placeOnLeg, type RoadRoute, reversed } from '../road-route.ts';
import { rounded } from '../rounded.ts';
import { between, derivedSeed, seededRandom } from '../seeded-random.ts';
import type { DeviceEvent, TelemetryReading } from '../telemetry-batch.ts';
import { clockOffsetMs, isoFormatter } from './device-clock.ts';
import { type Activity, Driver } from './driver.ts';
import { Engine, type VehicleKind } from './engine.ts';
import type { Motion } from './motion.ts';
import { type FixFault, Receiver } from './receiver.ts';

/** A vehicle before it moves. */
export interface VehicleSpec {
  tenantId: string;
  deviceId: string;
  kind: VehicleKind;
  route: RoadRoute;
  /** Where it was last seen; otherwise it stands anywhere on its road. */
  from?: Coordinates & { odometerKm?: number };
}

/** How all vehicles of a simulation are driven and what goes wrong. */
export interface Habits {
  driving: DrivingRates;
  faults: FaultRates;
  devices: DeviceShares;
}

/** What a device recorded, and what was so. */
export interface TrueReading {
  /** The true time, milliseconds since 1970. */
  atMs: number;
  /** As it is sent, sooner or later. */
  reading: TelemetryReading;
  /** Why it must not be believed: one of a clock far ahead is to be refused. */
  fault: FixFault | 'clock_ahead' | undefined;
  inTunnel: boolean;
  activity: Activity;
  /** More than a twentieth faster than the road is driven. */
  speeding: boolean;
  /** Where the vehicle really was. */
  place: Coordinates;
  speedMps: number;
  odometerKm: number;
  fuelL: number;
  /** Fuel that thieves have taken since the start. */
  stolenL: number;
}

const obdEverySeconds = 10;
const heartbeatSeconds = 900;

/**
 * The readings of one vehicle in the order of time, one every `stepSeconds` while the ignition is on, from the step after `startMs` until
 * `endMs`. What yields nothing is a device that is silent or has nothing to say. The same arguments give the same readings.
 */
export function* driveVehicle(
  spec: VehicleSpec,
  habits: Habits,
  time: { startMs: number; endMs: number; stepSeconds: number },
  seed: number,
): Generator<TrueReading | undefined> {
  const random = seededRandom(derivedSeed(seed, `${spec.deviceId} drive`));
  const { driving, faults, devices } = habits;
  const engine = new Engine(spec.kind, spec.from?.odometerKm ?? Math.round(between(random, 5_000, 250_000)), driving, random);
  const motion = startingMotion(spec, random);
  const driver = new Driver(driving, random);
  const receiver = new Receiver(faults, seededRandom(derivedSeed(seed, `${spec.deviceId} receiver`)));
  const withObd = random() < devices.withObd;
  const silentWhenParked = random() < devices.silentWhenParked;
  const offsetMs = clockOffsetMs(faults, random);
  const toIso = isoFormatter();
  const { stepSeconds } = time;
  let sequence = 0;
  let sinceObdSeconds = between(random, 0, obdEverySeconds);
  let silentSeconds = 0;
  let wasOn = false;
  let events: DeviceEvent[] = [];

  for (let step = 1; ; step++) {
    const atMs = time.startMs + step * stepSeconds * 1_000;
    if (atMs > time.endMs) return;
    for (let leftSeconds = stepSeconds; leftSeconds > 1e-9; leftSeconds -= 1) {
      const seconds = Math.min(1, leftSeconds);
      const before = motion.alongM;
      driver.drive(motion, seconds, events);
      const turned = motion.alongM < before;
      engine.run(seconds, turned ? 0 : motion.alongM - before, motion, driver.activity);
      if (engine.isLow) driver.seekFuel(motion);
    }
    sinceObdSeconds += stepSeconds;
    silentSeconds += stepSeconds;
    const { ignitionOn, inTunnel } = driver;
    const changed = ignitionOn !== wasOn;
    wasOn = ignitionOn;
    const due = ignitionOn ? !inTunnel || withObd : changed || (!silentWhenParked && silentSeconds >= heartbeatSeconds);
    if (!due) {
      yield undefined;
      continue;
    }
    const place = placeOnLeg(motion.route, motion.leg, motion.alongM);
    const reading: TelemetryReading = { recordedAt: toIso(atMs + offsetMs), sequence: ++sequence, ignitionOn };
    let fault: TrueReading['fault'] = offsetMs > dayMs ? 'clock_ahead' : undefined;
    if (!inTunnel) {
      const fix = receiver.fix(place, motion.speedMps, stepSeconds);
      reading.position = fix.position;
      fault ??= fix.fault;
    }
    if (withObd && (inTunnel || changed || sinceObdSeconds >= obdEverySeconds || !ignitionOn)) {
      sinceObdSeconds = 0;
      reading.odometerKm = rounded(engine.odometerKm, 2);
      reading.engineHours = rounded(engine.engineHours, 3);
      reading.obd = ignitionOn ? engine.snapshot(motion) : engine.restingSnapshot();
    }
    if (events.length > 0) {
      reading.events = events;
      events = [];
    }
    silentSeconds = 0;
    yield {
      atMs,
      reading,
      fault,
      inTunnel,
      activity: driver.activity,
      speeding: motion.speedMps * 3.6 > motion.route.cruiseKph * 1.05,
      place: { latitude: place.latitude, longitude: place.longitude },
      speedMps: motion.speedMps,
      odometerKm: engine.odometerKm,
      fuelL: engine.fuelL,
      stolenL: engine.stolenL,
    };
  }
}

function startingMotion({ route, from }: VehicleSpec, random: () => number): Motion {
  const direction = random() < 0.5 ? route : reversed(route);
  const anywhereM = between(random, 0, 0.9) * direction.lengthM;
  const alongM = from ? nearestAlongM(direction, from) : anywhereM;
  return { route: direction, leg: legAt(direction, alongM), alongM, speedMps: 0, accelerationMps2: 0 };
}
