import { calmBrakingMps2, type RoadRoute, reversed } from '../road-route.ts';

/** Where a vehicle is along a road, measured in its direction of travel, and how it moves. It changes with every step. */
export interface Motion {
  route: RoadRoute;
  /** The point of the road that ends the leg it is on. */
  leg: number;
  alongM: number;
  speedMps: number;
  /** Of the last step; negative when braking. */
  accelerationMps2: number;
}

/** What the driver wants of the next second. */
export interface Pedals {
  /** As fast as the road allows, and not faster than this. */
  cruiseMps: number;
  /** Where to come to rest. */
  stopAtM: number;
  accelerationMps2: number;
  /** Brake this hard whatever is ahead. */
  emergencyBrakingMps2: number | undefined;
  /** Take bends harshly. */
  harshBends: boolean;
}

/** Calm braking with a little in reserve, for what a step notices late. */
const brakingMps2 = calmBrakingMps2 * 1.3;
/** As near to its stop as anyone can tell. */
const atStopM = 1.5;

/** Moves on by `seconds`, at most one, and answers whether it came to rest at its stop. */
export function move(motion: Motion, seconds: number, pedals: Pedals): boolean {
  const { route, speedMps: before } = motion;
  const limits = pedals.harshBends ? route.harshSpeedsMps : route.calmSpeedsMps;
  const toLegEndM = route.distancesM[motion.leg]! - motion.alongM;
  const toStopM = Math.max(0, pedals.stopAtM - motion.alongM);
  const wanted = Math.min(
    pedals.cruiseMps,
    speedNow(limits[motion.leg]!, toLegEndM, before, seconds),
    speedNow(0, toStopM, before, seconds),
  );
  const braking = pedals.emergencyBrakingMps2;
  const after =
    braking === undefined
      ? Math.max(before - brakingMps2 * seconds, Math.min(before + pedals.accelerationMps2 * seconds, wanted))
      : before - braking * seconds;
  motion.speedMps = Math.max(0, after);
  motion.accelerationMps2 = (motion.speedMps - before) / seconds;
  motion.alongM = Math.min(motion.alongM + ((before + motion.speedMps) / 2) * seconds, route.lengthM);
  while (motion.leg < route.distancesM.length - 1 && route.distancesM[motion.leg]! <= motion.alongM) motion.leg++;
  if (pedals.stopAtM - motion.alongM > atStopM || before > brakingMps2 * seconds) return false;
  motion.speedMps = 0;
  return true;
}

/** Turns a vehicle that stands at the end of its road around. */
export function turnAround(motion: Motion): void {
  motion.alongM = motion.route.lengthM - motion.alongM;
  motion.route = reversed(motion.route);
  motion.leg = 1;
  while (motion.leg < motion.route.distancesM.length - 1 && motion.route.distancesM[motion.leg]! <= motion.alongM) motion.leg++;
}

/** The speed at the end of this step from which calm braking still reaches `endMps` at `overM` from its beginning. */
function speedNow(endMps: number, overM: number, beforeMps: number, seconds: number): number {
  const roomM = overM - (beforeMps * seconds) / 2 + endMps ** 2 / (2 * calmBrakingMps2);
  if (roomM <= 0) return 0;
  return calmBrakingMps2 * (Math.sqrt((seconds * seconds) / 4 + (2 / calmBrakingMps2) * roomM) - seconds / 2);
}
