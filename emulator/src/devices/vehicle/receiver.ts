import { type Coordinates, offset } from '../geometry.ts';
import type { FaultRates } from '../rates.ts';
import { rounded } from '../rounded.ts';
import { begins, between, gaussian, type Random } from '../seeded-random.ts';
import type { Position } from '../telemetry-batch.ts';

/** What is wrong with a fix. */
export type FixFault = 'outlier' | 'null_island';

const noiseM = 3;
/** Between buildings, what comes by reflections is this much off. */
const jitterNoiseM = 15;
/** GPS errors drift rather than jump: after this time little of an error is left. */
const noiseMemorySeconds = 20;

/** The satellite receiver of one device: where it says that the vehicle is. */
export class Receiver {
  readonly #rates: FaultRates;
  readonly #random: Random;
  #eastM: number;
  #northM: number;
  #jitterSeconds = 0;
  #blindSeconds = 0;

  constructor(rates: FaultRates, random: Random) {
    this.#rates = rates;
    this.#random = random;
    this.#eastM = noiseM * gaussian(random);
    this.#northM = noiseM * gaussian(random);
  }

  /** The fix after another `seconds`. */
  fix(
    place: Coordinates & { headingDeg: number },
    speedMps: number,
    seconds: number,
  ): { position: Position; fault: FixFault | undefined } {
    const [rates, random] = [this.#rates, this.#random];
    const atRest = speedMps === 0;
    this.#jitterSeconds = atRest ? this.#jitterSeconds - seconds : 0;
    if (atRest && begins(random, rates.jittersPerHour, seconds)) this.#jitterSeconds = between(random, 60, 600);
    const sizeM = this.#jitterSeconds > 0 ? jitterNoiseM : noiseM;
    this.#drift(sizeM, seconds);
    this.#blindSeconds -= seconds;
    if (begins(random, rates.noFixesPerHour, seconds)) this.#blindSeconds = between(random, 10, 120);
    if (this.#blindSeconds > 0) return { position: { latitude: 0, longitude: 0 }, fault: 'null_island' };
    if (begins(random, rates.outliersPerHour, seconds)) return { position: this.#outlier(place), fault: 'outlier' };
    return {
      position: this.#position(offset(place, this.#eastM, this.#northM), place.headingDeg, speedMps, sizeM),
      fault: undefined,
    };
  }

  /** A first-order Gauss-Markov process, so that the error stays the same size whatever the step. */
  #drift(sizeM: number, seconds: number): void {
    const kept = Math.exp(-seconds / noiseMemorySeconds);
    const freshM = sizeM * Math.sqrt(1 - kept ** 2);
    this.#eastM = kept * this.#eastM + freshM * gaussian(this.#random);
    this.#northM = kept * this.#northM + freshM * gaussian(this.#random);
  }

  #position({ latitude, longitude }: Coordinates, headingDeg: number, speedMps: number, sizeM: number): Position {
    const position: Position = {
      latitude: rounded(latitude, 6),
      longitude: rounded(longitude, 6),
      speedKph: rounded(speedMps * 3.6, 1),
      accuracyM: 2 * sizeM,
    };
    // Whoever stands has no direction of travel.
    if (speedMps > 0) position.headingDeg = rounded((headingDeg + gaussian(this.#random) * 0.3 + 360) % 360, 1) % 360;
    return position;
  }

  /** Says that it is certain, and is kilometres away. */
  #outlier(place: Coordinates): Position {
    const awayM = between(this.#random, 30_000, 300_000);
    const angle = between(this.#random, 0, 2 * Math.PI);
    const { latitude, longitude } = offset(place, awayM * Math.cos(angle), awayM * Math.sin(angle));
    return { latitude: rounded(latitude, 6), longitude: rounded(longitude, 6), accuracyM: 2 * noiseM };
  }
}
