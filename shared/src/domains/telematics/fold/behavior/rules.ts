import { z } from 'zod';
import { timeZone } from '../../../fleet/fields.ts';

const gForce = z.number().min(0.05).max(1.5);

/** From which g-force on an event is minor, moderate and severe. */
function gThresholds(what: string, minor: number, moderate: number, severe: number) {
  return z
    .strictObject({ minor: gForce.default(minor), moderate: gForce.default(moderate), severe: gForce.default(severe) })
    .refine(inOrder, 'minor, moderate and severe in ascending order')
    .prefault({})
    .describe(`g-force (of 9.80665 m/s²) from which ${what} is minor, moderate, severe`);
}

function inOrder({ minor, moderate, severe }: { minor: number; moderate: number; severe: number }): boolean {
  return minor <= moderate && moderate <= severe;
}

/**
 * The defaults for harsh driving suit light trucks and vans. Minor: GPS Insight, "Defining Thresholds for Your Fleet", weight class 2
 * (6,001 to 10,000 lb). Moderate: Digital Matter, "Harsh Event Setup": 4.4 m/s² along and 5.5 m/s² across the vehicle, where its
 * devices report nearly nothing in ordinary driving. Severe: of the order of an emergency, by
 * judgement. Heavier vehicles need lower, cars may need higher ones.
 *
 * Speeding: the steps of the US Safety Measurement System (FMCSA, SMS Methodology, Unsafe Driving), which begin at 6, 11 and 15 mph
 * over the limit. Idling: five minutes, as in California (13 CCR 2485).
 */
export const behaviorRules = z
  .strictObject({
    speedLimitKph: z
      .number()
      .min(5)
      .max(300)
      .nullable()
      .default(null)
      .describe('Limit for the whole fleet; a fence may set its own'),
    brakingG: gThresholds('braking', 0.36, 0.45, 0.65),
    accelerationG: gThresholds('acceleration', 0.35, 0.45, 0.55),
    corneringG: gThresholds('cornering', 0.35, 0.56, 0.7),
    speedingToleranceKph: z.number().min(0).max(100).default(10).describe('Speeding is more than this above the limit'),
    speedingMinSeconds: z.int().min(1).max(3_600).default(10).describe('for at least this time'),
    speedingModerateKph: z.number().min(0).max(200).default(18).describe('Speeding is moderate from so much above the limit'),
    speedingSevereKph: z.number().min(0).max(200).default(24).describe('and severe from so much'),
    idleExcessMinutes: z
      .number()
      .min(1)
      .max(1_440)
      .default(5)
      .describe('Standing with the engine on is reported from this time on'),
    idleModerateMinutes: z.number().min(1).max(10_080).default(15).describe('It is moderate when it lasts so long'),
    idleSevereMinutes: z.number().min(1).max(10_080).default(30).describe('and severe when so long'),
    timezone: timeZone.default('UTC').describe('Where the days of safety scores begin'),
  })
  .refine((rules) => rules.speedingModerateKph <= rules.speedingSevereKph, {
    path: ['speedingSevereKph'],
    message: 'at least speedingModerateKph',
  })
  .refine((rules) => rules.idleModerateMinutes <= rules.idleSevereMinutes, {
    path: ['idleSevereMinutes'],
    message: 'at least idleModerateMinutes',
  })
  .prefault({});

export type BehaviorRules = z.output<typeof behaviorRules>;
