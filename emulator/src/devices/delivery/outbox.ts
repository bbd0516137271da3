import type { FaultRates } from '../rates.ts';
import { begins, between, type Random } from '../seeded-random.ts';
import type { TelemetryBatch, TelemetryReading } from '../telemetry-batch.ts';
import type { TrueReading } from '../vehicle/simulated-vehicle.ts';

/** `buffered`: without network when it was recorded; `late`: held up on the way; `duplicate`: was delivered before. */
export type DeliveryKind = 'on_time' | 'buffered' | 'late' | 'duplicate';

/** A batch and when it reaches the cloud, milliseconds since 1970. */
export interface Delivery {
  atMs: number;
  kind: DeliveryKind;
  batch: TelemetryBatch;
}

/** What a device sends at once after it was without network. */
const bufferedAtOnce = 200;
const duplicateWithinMs = 300_000;

/** What one device has recorded and not sent yet, and when it sends it. */
export class Outbox {
  readonly #device: { tenantId: string; deviceId: string };
  readonly #rates: FaultRates;
  readonly #batchSize: number;
  readonly #random: Random;
  #waiting: TelemetryReading[] = [];
  #offlineSeconds = 0;
  #outage: 'none' | 'tunnel' | 'offline' = 'none';

  constructor(device: { tenantId: string; deviceId: string }, rates: FaultRates, batchSize: number, random: Random) {
    this.#device = device;
    this.#rates = rates;
    this.#batchSize = batchSize;
    this.#random = random;
  }

  /** Takes what was recorded in a step of `seconds` that ends at `atMs`, and appends what is sent because of it to `sent`. */
  step(recorded: TrueReading | undefined, atMs: number, seconds: number, sent: Delivery[]): void {
    if (recorded) this.#waiting.push(recorded.reading);
    this.#offlineSeconds -= seconds;
    if (begins(this.#random, this.#rates.offlinesPerHour, seconds)) {
      this.#offlineSeconds = between(this.#random, 1_800, 21_600);
    }
    if (this.#offlineSeconds > 0) this.#outage = 'offline';
    else if (recorded?.inTunnel && this.#outage === 'none') this.#outage = 'tunnel';
    if (this.#waiting.length === 0 || this.#offlineSeconds > 0 || recorded?.inTunnel) return;
    if (this.#outage !== 'none') this.flush(atMs, sent);
    else if (this.#waiting.length >= this.#batchSize || recorded?.reading.ignitionOn === false) {
      this.#send('on_time', this.#take(this.#waiting.length), atMs, sent);
    }
  }

  /** Sends everything that waits. */
  flush(atMs: number, sent: Delivery[]): void {
    const kind = this.#outage === 'none' ? 'on_time' : 'buffered';
    const newestFirst = this.#outage === 'offline' && this.#random() < this.#rates.newestFirst;
    const batches: TelemetryReading[][] = [];
    while (this.#waiting.length > 0) batches.push(this.#take(bufferedAtOnce));
    if (newestFirst) batches.reverse();
    for (const readings of batches) this.#send(kind, readings, atMs, sent);
    this.#outage = 'none';
  }

  #take(most: number): TelemetryReading[] {
    if (this.#waiting.length > most) return this.#waiting.splice(0, most);
    const all = this.#waiting;
    this.#waiting = [];
    return all;
  }

  #send(kind: DeliveryKind, readings: TelemetryReading[], atMs: number, sent: Delivery[]): void {
    const batch: TelemetryBatch = { version: 1, ...this.#device, readings };
    const isLate = this.#random() < this.#rates.lateBatches;
    const arrivesMs = isLate ? atMs + this.#delayMs(this.#rates.longestLatenessSeconds * 1_000) : atMs;
    sent.push({ atMs: arrivesMs, kind: isLate ? 'late' : kind, batch });
    if (this.#random() >= this.#rates.duplicateBatches) return;
    sent.push({ atMs: arrivesMs + this.#delayMs(duplicateWithinMs), kind: 'duplicate', batch });
  }

  #delayMs(longestMs: number): number {
    return Math.round(between(this.#random, 0, longestMs));
  }
}
