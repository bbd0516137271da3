import { offset } from './geometry.ts';
import { placeAt, type RoadRoute, reversed } from './road-route.ts';
import { gaussian } from './seeded-random.ts';
import type { TelemetryReading } from './telemetry-batch.ts';
import { advance, type Motion } from './vehicle-motion.ts';

/** A vehicle at one moment. */
export interface SimulatedVehicle {
  /** The road in the direction of travel. */
  route: RoadRoute;
  motion: Motion;
  /** How far the GPS is off. */
  noise: { eastM: number; northM: number };
  at: Date;
  sequence: number;
}

const noiseM = 3;
/** GPS errors drift rather than jump: after this time little of an error is left. */
const noiseMemorySeconds = 20;

/** A vehicle that stands somewhere on its road. */
export function startVehicle(route: RoadRoute, at: Date, random: () => number): SimulatedVehicle {
  const motion = { alongM: random() * route.lengthM * 0.9, speedMps: 0, stopAtM: undefined, standSeconds: random() * 10 };
  return { route, motion, noise: { eastM: noiseM * gaussian(random), northM: noiseM * gaussian(random) }, at, sequence: 0 };
}

/**
 * The vehicle `stepSeconds` later, and what its device reports then. At the end of the road it turns around.
 * The same vehicle and the same random numbers always give the same answer.
 */
export function stepVehicle(
  vehicle: SimulatedVehicle,
  stepSeconds: number,
  random: () => number,
): { vehicle: SimulatedVehicle; reading: TelemetryReading } {
  let { route, motion } = vehicle;
  for (let leftSeconds = stepSeconds; leftSeconds > 0; leftSeconds -= 1) {
    if (motion.alongM >= route.lengthM && motion.standSeconds === 0) {
      route = reversed(route);
      motion = { ...motion, alongM: 0 };
    }
    motion = advance(motion, route, Math.min(1, leftSeconds), random);
  }
  const noise = drift(vehicle.noise, stepSeconds, random);
  const at = new Date(vehicle.at.getTime() + stepSeconds * 1000);
  const next = { route, motion, noise, at, sequence: vehicle.sequence + 1 };
  return { vehicle: next, reading: readingOf(next) };
}

/** A first-order Gauss-Markov process, so that the error stays the same size whatever the step. */
function drift({ eastM, northM }: SimulatedVehicle['noise'], seconds: number, random: () => number): SimulatedVehicle['noise'] {
  const kept = Math.exp(-seconds / noiseMemorySeconds);
  const freshM = noiseM * Math.sqrt(1 - kept ** 2);
  return { eastM: kept * eastM + freshM * gaussian(random), northM: kept * northM + freshM * gaussian(random) };
}

function readingOf({ route, motion, noise, at, sequence }: SimulatedVehicle): TelemetryReading {
  const place = placeAt(route, motion.alongM);
  const { latitude, longitude } = offset(place, noise.eastM, noise.northM);
  return {
    recordedAt: at.toISOString(),
    position: {
      latitude: rounded(latitude, 6),
      longitude: rounded(longitude, 6),
      speedKph: rounded(motion.speedMps * 3.6, 1),
      headingDeg: rounded(place.headingDeg, 1) % 360,
      accuracyM: rounded(2 * noiseM, 1),
    },
    sequence,
  };
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
