import { rounded } from '../rounded.ts';
import { begins, between, gaussian, type Random } from '../seeded-random.ts';
import type { ObdSnapshot } from '../telemetry-batch.ts';
import type { Activity } from './driver.ts';
import type { Motion } from './motion.ts';

export type VehicleKind = 'car' | 'van' | 'truck';

/** Size of the tank, in litres. */
export const tankL: Record<VehicleKind, number> = { car: 50, van: 80, truck: 400 };

const models: Record<VehicleKind, { litresPer100Km: number; idleLitresPerHour: number }> = {
  car: { litresPer100Km: 6, idleLitresPerHour: 0.8 },
  van: { litresPer100Km: 9, idleLitresPerHour: 1.2 },
  truck: { litresPer100Km: 28, idleLitresPerHour: 2.5 },
};

/** Codes that workshops see often (SAE J2012). */
const commonCodes = ['P0171', 'P0300', 'P0128', 'P0420', 'P0442', 'P0401', 'P0562', 'C0035', 'U0100', 'B1342'];
/** In each gear up to here. */
const gearTopsMps = [4, 8, 13, 20, 28, 60];
const ambientC = 12;
const warmC = 90;

/** The engine of one vehicle and its tank, with what its computer would answer. */
export class Engine {
  odometerKm: number;
  engineHours: number;
  fuelL: number;
  fuelUsedL: number;
  /** Fuel that thieves have taken. */
  stolenL = 0;
  readonly tankL: number;
  readonly #model: (typeof models)[VehicleKind];
  readonly #random: Random;
  readonly #codesPerHour: number;
  readonly #theftsPerHour: number;
  #coolantC = ambientC;
  #codes: { code: string; leftSeconds: number }[] = [];

  constructor(
    kind: VehicleKind,
    odometerKm: number,
    rates: { troubleCodesPerHour: number; fuelTheftsPerHour: number },
    random: Random,
  ) {
    this.#model = models[kind];
    this.#random = random;
    this.#codesPerHour = rates.troubleCodesPerHour;
    this.#theftsPerHour = rates.fuelTheftsPerHour;
    this.odometerKm = odometerKm;
    this.engineHours = odometerKm / 45;
    this.fuelUsedL = (odometerKm / 100) * this.#model.litresPer100Km;
    this.tankL = tankL[kind];
    this.fuelL = this.tankL * between(random, 0.3, 1);
  }

  /** Time to look for a petrol station. */
  get isLow(): boolean {
    return this.fuelL < this.tankL * 0.15;
  }

  /** Trouble codes that are active. */
  get dtcCodes(): string[] {
    return this.#codes.map(({ code }) => code);
  }

  /** Lets `seconds` pass in which the vehicle covered `distanceM`. */
  run(seconds: number, distanceM: number, motion: Motion, activity: Activity): void {
    if (activity === 'parked' || activity === 'refuelling') {
      this.#coolantC += (ambientC - this.#coolantC) * (seconds / 3_600);
      if (activity === 'refuelling') this.fuelL = Math.min(this.tankL, this.fuelL + (seconds / 180) * this.tankL);
      if (activity === 'parked' && begins(this.#random, this.#theftsPerHour, seconds)) this.#steal();
      return;
    }
    this.odometerKm += distanceM / 1_000;
    this.engineHours += seconds / 3_600;
    this.#coolantC += (warmC - this.#coolantC) * (seconds / 300);
    // Speeding up costs more than rolling.
    const effort = Math.max(0.2, 1 + motion.accelerationMps2 * 0.8);
    const burntL =
      (this.#model.idleLitresPerHour / 3_600) * seconds + (this.#model.litresPer100Km / 100_000) * distanceM * 0.9 * effort;
    this.fuelUsedL += burntL;
    // Whoever drives on the last drops is towed to a pump.
    this.fuelL = Math.max(this.tankL * 0.02, this.fuelL - burntL);
    for (const code of this.#codes) code.leftSeconds -= seconds;
    if (this.#codes.some(({ leftSeconds }) => leftSeconds <= 0))
      this.#codes = this.#codes.filter(({ leftSeconds }) => leftSeconds > 0);
    if (begins(this.#random, this.#codesPerHour, seconds)) this.#addCode();
  }

  /** What the computer answers while the ignition is on. */
  snapshot({ speedMps, accelerationMps2 }: Motion): ObdSnapshot {
    const noise = gaussian(this.#random);
    const rpm = speedMps < 0.5 ? 720 + noise * 12 : rpmAt(speedMps) + noise * 15;
    const load = speedMps < 0.5 ? 20 + noise : Math.max(4, Math.min(100, 22 + speedMps + accelerationMps2 * 25 + noise));
    return {
      rpm: rounded(rpm, 0),
      speedKph: rounded(speedMps * 3.6, 0),
      engineLoadPercent: rounded(load, 1),
      coolantTempC: rounded(this.#coolantC, 0),
      fuelLevelPercent: rounded(Math.max(0, Math.min(100, (this.fuelL / this.tankL) * 100 + noise * 0.2)), 1),
      throttlePositionPercent: rounded(Math.max(0, load - 8), 1),
      intakeAirTempC: rounded(ambientC + this.#coolantC / 6, 0),
      mafRateGps: rounded((rpm * load) / 2_000, 1),
      batteryVoltageV: rounded(14.1 + noise * 0.05, 2),
      fuelPressureKpa: rounded(350 + noise * 4, 0),
      fuelUsedL: rounded(this.fuelUsedL, 3),
      dtcCodes: this.dtcCodes,
    };
  }

  /** What a device that stays connected reads while the ignition is off: the sender in the tank and the battery. */
  restingSnapshot(): ObdSnapshot {
    return { fuelLevelPercent: rounded((this.fuelL / this.tankL) * 100, 1), batteryVoltageV: 12.5 };
  }

  #steal(): void {
    const takenL = Math.max(0, this.fuelL - this.tankL * 0.05) * between(this.#random, 0.4, 0.9);
    this.fuelL -= takenL;
    this.stolenL += takenL;
  }

  #addCode(): void {
    const code = commonCodes[Math.floor(this.#random() * commonCodes.length)]!;
    if (this.#codes.some((one) => one.code === code)) return;
    this.#codes.push({ code, leftSeconds: between(this.#random, 0.5, 4) * 3_600 });
  }
}

function rpmAt(speedMps: number): number {
  const gear = gearTopsMps.findIndex((top) => speedMps < top);
  const [low, top] = [gearTopsMps[gear - 1] ?? 0, gearTopsMps[gear] ?? 60];
  return 1_050 + ((speedMps - low) / (top - low)) * 1_300;
}
