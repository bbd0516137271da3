import type { Reading } from '../support/push.ts';

/** Four legs a day of 45 minutes, there and back: three hours of driving, as the load model assumes. */
const legStartHours = [6, 9, 12, 15];
const legMinutes = 45;
const drivingEverySeconds = 10;
/** Divides the pauses between the legs, so that the first reading of a leg is its start. */
const parkedEveryMinutes = 15;
/** While driving, one reading of so many carries what the engine says. */
const engineEvery = 6;
const readingsAMessage = 6;
const speedKph = 50;
const kmADegree = 111.2;

const hourMs = 3_600_000;

export type Depot = { latitude: number; longitude: number };

/** The messages of one vehicle's day, in order: a minute of driving each, or one reading of the parked vehicle. */
export function messagesOfDay(vehicle: number, depot: Depot, startMs: number): Reading[][] {
  const messages: Reading[][] = [];
  const driven: Reading[] = [];
  for (const atMs of momentsOfDay()) {
    const reading = readingAt(vehicle, depot, startMs, atMs);
    if (legAt(atMs) === undefined) messages.push([reading]);
    else driven.push(reading);
    if (driven.length === readingsAMessage) messages.push(driven.splice(0));
  }
  return driven.length > 0 ? [...messages, driven] : messages;
}

function momentsOfDay(): number[] {
  const moments: number[] = [];
  for (let atMs = 0; atMs < 24 * hourMs; ) {
    moments.push(atMs);
    atMs += legAt(atMs) === undefined ? parkedEveryMinutes * 60_000 : drivingEverySeconds * 1000;
  }
  return moments;
}

/** Number of the leg that is being driven, from 0. */
function legAt(atMs: number): number | undefined {
  const leg = legStartHours.findIndex((hour) => atMs >= hour * hourMs && atMs < hour * hourMs + legMinutes * 60_000);
  return leg === -1 ? undefined : leg;
}

function readingAt(vehicle: number, depot: Depot, startMs: number, atMs: number): Reading {
  const leg = legAt(atMs);
  const drivenKm = drivenBy(atMs);
  const legKm = (speedKph * legMinutes) / 60;
  const fromDepotKm = legKm - Math.abs((drivenKm % (2 * legKm)) - legKm);
  const heading = vehicle * 2.4;
  const n = Math.round(atMs / 1000);
  const wobble = Math.sin(n / 40 + vehicle);
  const sinceLegMs = leg === undefined ? 0 : atMs - (legStartHours[leg] as number) * hourMs;
  return {
    recordedAt: new Date(startMs + atMs + vehicle).toISOString(),
    sequence: n,
    position: {
      latitude: round(depot.latitude + (fromDepotKm * Math.cos(heading)) / kmADegree, 6),
      longitude: round(depot.longitude + (fromDepotKm * Math.sin(heading)) / (kmADegree * Math.cos(1.02)), 6),
      altitudeM: round(50 + 8 * wobble, 1),
      speedKph: leg === undefined ? 0 : round(speedKph + 4 * wobble, 1),
      headingDeg: round(180 + 179 * wobble, 1),
      accuracyM: 3 + (n % 5),
    },
    odometerKm: round(40_000 + vehicle + drivenKm, 2),
    ignitionOn: leg !== undefined,
    ...(leg !== undefined && (sinceLegMs / 1000 / drivingEverySeconds) % engineEvery === 0
      ? { obd: engineAt(wobble, drivenKm) }
      : {}),
    ...(leg === 1 && sinceLegMs === 20 * 60_000 ? { events: [{ type: 'harsh_braking', gForce: 0.55 }] } : {}),
  };
}

function engineAt(wobble: number, drivenKm: number) {
  return {
    rpm: round(1_800 + 400 * wobble, 0),
    speedKph: round(speedKph + 4 * wobble, 1),
    engineLoadPercent: round(40 + 20 * wobble, 1),
    coolantTempC: 88,
    fuelLevelPercent: round(80 - drivenKm / 20, 1),
    throttlePositionPercent: round(30 + 15 * wobble, 1),
    batteryVoltageV: round(13.9 + 0.2 * wobble, 2),
    fuelUsedL: round(3_000 + drivenKm * 0.09, 2),
  };
}

/** Kilometres since midnight. */
function drivenBy(atMs: number): number {
  const drivenMs = legStartHours.reduce((sum, hour) => sum + Math.min(Math.max(atMs - hour * hourMs, 0), legMinutes * 60_000), 0);
  return (drivenMs / hourMs) * speedKph;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
