import { firstPointBeyond, type RoadRoute } from './road-route.ts';

/** Where a vehicle is along a road, measured in its direction of travel. */
export interface Motion {
  alongM: number;
  speedMps: number;
  /** Where it means to stop next: a traffic light, a delivery. */
  stopAtM: number | undefined;
  /** How much longer it stands. */
  standSeconds: number;
}

const cruiseMps = 25;
const acceleration = 1.5;
const braking = 2;
/** On average a vehicle meets something to stop for this often. */
const secondsBetweenStops = 180;

/** Moves a vehicle on by `seconds`, at most one. It comes to rest at the road's end. */
export function advance(motion: Motion, route: RoadRoute, seconds: number, random: () => number): Motion {
  if (motion.standSeconds > 0) return { ...motion, speedMps: 0, standSeconds: Math.max(0, motion.standSeconds - seconds) };

  const stopAtM = motion.stopAtM ?? nextStopM(motion, seconds, random);
  const targetM = Math.min(stopAtM ?? route.lengthM, route.lengthM);
  const wantedMps = Math.min(fastestMps(motion, route), brakingSpeedMps(0, targetM - motion.alongM));
  const speedMps = Math.max(motion.speedMps - braking * seconds, Math.min(motion.speedMps + acceleration * seconds, wantedMps));
  const alongM = Math.min(targetM, motion.alongM + ((motion.speedMps + speedMps) / 2) * seconds);
  // The last metre would take for ever: the closer, the slower.
  if (targetM - alongM > 1) return { alongM, speedMps, stopAtM, standSeconds: 0 };
  return { alongM: targetM, speedMps: 0, stopAtM: undefined, standSeconds: 5 + random() * 40 };
}

/** A place far enough ahead to brake for, now and then. */
function nextStopM({ alongM, speedMps }: Motion, seconds: number, random: () => number): number | undefined {
  if (random() >= seconds / secondsBetweenStops) return undefined;
  return alongM + speedMps ** 2 / (2 * braking) + 20 + random() * 100;
}

/** The speed from which every bend ahead can still be braked for. */
function fastestMps({ alongM }: Motion, route: RoadRoute): number {
  const horizonM = alongM + cruiseMps ** 2 / (2 * braking);
  let fastest = cruiseMps;
  for (let i = firstPointBeyond(route, alongM); i < route.points.length && route.distancesM[i]! <= horizonM; i++) {
    fastest = Math.min(fastest, brakingSpeedMps(route.bendSpeedsMps[i]!, route.distancesM[i]! - alongM));
  }
  return fastest;
}

function brakingSpeedMps(endSpeedMps: number, overM: number): number {
  return Math.sqrt(endSpeedMps ** 2 + 2 * braking * Math.max(0, overM));
}
