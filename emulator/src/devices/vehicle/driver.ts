import type { DrivingRates } from '../rates.ts';
import { begins, between, type Random } from '../seeded-random.ts';
import type { DeviceEvent } from '../telemetry-batch.ts';
import { type Motion, move, type Pedals, turnAround } from './motion.ts';

/** What a vehicle is doing. The engine is off while it is parked or refuelled. */
export type Activity = 'driving' | 'standing' | 'idling' | 'parked' | 'refuelling';

const gravityMps2 = 9.80665;
const calmAccelerationMps2 = 1.5;
/** A third of g. */
const reportedLateralMps2 = 3.2;
/** For how many seconds each kind of stop lasts. */
const stopSeconds: Record<Exclude<Activity, 'driving'>, readonly [number, number]> = {
  standing: [5, 45],
  idling: [180, 900],
  parked: [300, 2_400],
  refuelling: [240, 480],
};

/** Drives one vehicle up and down its road, and keeps what the driver is about. */
export class Driver {
  activity: Activity = 'standing';
  /** In a tunnel there is neither a fix nor a network. */
  inTunnel = false;
  readonly #rates: DrivingRates;
  readonly #random: Random;
  readonly #ownCruise: number;
  readonly #pedals: Pedals;
  #restSeconds: number;
  #stop: { atM: number; activity: Exclude<Activity, 'driving'> } | undefined;
  #speedingSeconds = 0;
  #tunnelSeconds = 0;
  #harshBendReported = false;
  #brakeToMps = 0;
  #launch: 'none' | 'waiting' | 'running' = 'none';

  constructor(rates: DrivingRates, random: Random) {
    this.#rates = rates;
    this.#random = random;
    this.#restSeconds = between(random, 0, 10);
    this.#ownCruise = between(random, 0.88, 1);
    this.#pedals = {
      cruiseMps: 0,
      stopAtM: 0,
      accelerationMps2: calmAccelerationMps2,
      emergencyBrakingMps2: undefined,
      harshBends: false,
    };
  }

  get ignitionOn(): boolean {
    return this.activity !== 'parked' && this.activity !== 'refuelling';
  }

  /** Stops for fuel as soon as it can, unless it is about to. */
  seekFuel(motion: Motion): void {
    if (this.activity === 'driving' && this.#stop?.activity !== 'refuelling') this.#planStop(motion, 'refuelling');
  }

  /** Moves the vehicle on by `seconds`, at most one. What its device would report is pushed to `events`. */
  drive(motion: Motion, seconds: number, events: DeviceEvent[]): void {
    if (this.activity !== 'driving') {
      motion.accelerationMps2 = 0;
      this.#restSeconds -= seconds;
      if (this.#restSeconds <= 0) this.#setOff(motion);
      return;
    }
    this.#decide(motion, seconds, events);
    const pedals = this.#pedals;
    pedals.stopAtM = Math.min(this.#stop?.atM ?? motion.route.lengthM, motion.route.lengthM);
    const arrived = move(motion, seconds, pedals);
    this.#noticeHarshBend(motion, events);
    if (pedals.emergencyBrakingMps2 !== undefined && motion.speedMps <= this.#brakeToMps) pedals.emergencyBrakingMps2 = undefined;
    if (arrived) this.#rest(this.#stop?.activity ?? 'standing');
  }

  #decide(motion: Motion, seconds: number, events: DeviceEvent[]): void {
    const [rates, random, pedals] = [this.#rates, this.#random, this.#pedals];
    const stopsPerHour = rates.stopsPerHour + rates.idlesPerHour + rates.parksPerHour;
    if (begins(random, stopsPerHour, seconds) && !this.#stop) this.#planStop(motion, this.#kindOfStop(stopsPerHour));
    this.#speedingSeconds -= seconds;
    if (begins(random, rates.speedingsPerHour, seconds)) this.#speedingSeconds = between(random, 60, 240);
    const roadMps = motion.route.cruiseKph / 3.6;
    pedals.cruiseMps = roadMps * (this.#speedingSeconds > 0 ? this.#ownCruise + 0.5 : this.#ownCruise);
    this.#tunnelSeconds -= seconds;
    if (begins(random, rates.tunnelsPerHour, seconds)) this.#tunnelSeconds = between(random, 30, 180);
    this.inTunnel = this.#tunnelSeconds > 0;
    this.#brakeHarshly(motion, seconds, events);
    this.#accelerateHarshly(motion, seconds, events);
    if (begins(random, rates.harshCorneringsPerHour, seconds)) pedals.harshBends = true;
  }

  #brakeHarshly({ speedMps }: Motion, seconds: number, events: DeviceEvent[]): void {
    if (!begins(this.#random, this.#rates.harshBrakingsPerHour, seconds)) return;
    if (speedMps < 10 || this.#pedals.emergencyBrakingMps2 !== undefined) return;
    const brakingMps2 = between(this.#random, 4.5, 7);
    this.#pedals.emergencyBrakingMps2 = brakingMps2;
    this.#brakeToMps = Math.max(1, speedMps - between(this.#random, 7, 14));
    events.push({ type: 'harsh_braking', gForce: inG(brakingMps2) });
  }

  /** From a low speed only: nothing on a road accelerates like that at a high one. */
  #accelerateHarshly({ speedMps, alongM, route, leg }: Motion, seconds: number, events: DeviceEvent[]): void {
    if (begins(this.#random, this.#rates.harshAccelerationsPerHour, seconds) && this.#launch === 'none') this.#launch = 'waiting';
    const isFree = !this.#stop && route.calmSpeedsMps[leg]! > 8 && route.lengthM - alongM > 200;
    if (this.#launch === 'waiting' && speedMps < 1 && isFree) {
      this.#launch = 'running';
      this.#pedals.accelerationMps2 = between(this.#random, 4, 5);
      events.push({ type: 'harsh_acceleration', gForce: inG(this.#pedals.accelerationMps2) });
    } else if (this.#launch === 'running' && (speedMps > 12 || this.#stop)) {
      this.#launch = 'none';
      this.#pedals.accelerationMps2 = calmAccelerationMps2;
    }
  }

  #noticeHarshBend({ route, leg, speedMps }: Motion, events: DeviceEvent[]): void {
    if (!this.#pedals.harshBends) return;
    const lateralMps2 = speedMps ** 2 * route.curvatures[leg]!;
    if (!this.#harshBendReported && lateralMps2 > reportedLateralMps2) {
      this.#harshBendReported = true;
      events.push({ type: 'harsh_cornering', gForce: inG(lateralMps2) });
    }
    if (!this.#harshBendReported || lateralMps2 > 1) return;
    // One bend is enough.
    this.#harshBendReported = false;
    this.#pedals.harshBends = false;
  }

  #kindOfStop(perHour: number): 'standing' | 'idling' | 'parked' {
    const drawn = this.#random() * perHour;
    if (drawn < this.#rates.stopsPerHour) return 'standing';
    return drawn < this.#rates.stopsPerHour + this.#rates.idlesPerHour ? 'idling' : 'parked';
  }

  /** Far enough ahead to brake for. */
  #planStop(motion: Motion, activity: Exclude<Activity, 'driving'>): void {
    this.#stop = { atM: motion.alongM + motion.speedMps ** 2 / 3 + between(this.#random, 30, 150), activity };
  }

  #rest(activity: Exclude<Activity, 'driving'>): void {
    const [shortest, longest] = stopSeconds[activity];
    this.activity = activity;
    this.#restSeconds = between(this.#random, shortest, longest);
    this.#stop = undefined;
    this.#speedingSeconds = 0;
    this.#tunnelSeconds = 0;
    this.inTunnel = false;
    this.#pedals.emergencyBrakingMps2 = undefined;
  }

  #setOff(motion: Motion): void {
    this.activity = 'driving';
    if (motion.route.lengthM - motion.alongM < 20) turnAround(motion);
  }
}

function inG(mps2: number): number {
  return Math.round((mps2 / gravityMps2) * 100) / 100;
}
