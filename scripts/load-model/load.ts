import { valuesOf } from './assumption.ts';
import { behaviour, usage } from './assumptions.ts';
import { connectionsAnInstance } from './connections.ts';
import type { Mode } from './mode.ts';
import { limits } from './prices.ts';

const u = valuesOf(usage);
const b = valuesOf(behaviour);
const { fullness } = valuesOf(limits);

const daySeconds = 86_400;
export const monthDays = 30;

/** What a number of vehicles asks of the product: mean rates a day, rates of the busiest minute, and what is stored. */
export type Load = {
  vehicles: number;
  tenants: number;
  messagesADay: number;
  messagesASecond: number;
  readingsADay: number;
  readingsASecond: number;
  telemetryBytesADay: number;
  engineRowsADay: number;
  rowsADay: number;
  walBytesASecond: number;
  eventsADay: number;
  eventsASecond: number;
  requestsADay: number;
  requestsASecond: number;
  jobRunsADay: number;
  jobRunsASecond: number;
  auditBytesADay: number;
  documentsAMonth: number;
  passages: number;
  kmsAMinute: number;
};

/** The load of so many vehicles. Busiest minutes of vehicles and of people are taken to be the same. */
export function loadOf(vehicles: number): Load {
  const drivingReadings = (u.drivingHours * 3_600) / u.drivingSeconds;
  const parkedReadings = ((24 - u.drivingHours) * 60) / u.parkedMinutes;
  const tenants = Math.ceil(vehicles / u.vehiclesATenant);
  const messagesADay = vehicles * (drivingReadings / u.readingsAMessage + parkedReadings);
  const readingsADay = vehicles * (drivingReadings + parkedReadings);
  const engineRowsADay = (vehicles * drivingReadings) / u.engineEvery;
  const driving = vehicles * u.drivingAtPeak;
  const parkedASecond = (vehicles - driving) / (u.parkedMinutes * 60);
  const readingsASecond = driving / u.drivingSeconds + parkedASecond;
  const eventsADay = vehicles * b.events;
  const users = vehicles * u.usersAVehicle;
  const requestsADay = users * u.requestsAUser;
  const jobRunsADay = tenants * b.jobRuns;
  return {
    vehicles,
    tenants,
    messagesADay,
    messagesASecond: driving / (u.drivingSeconds * u.readingsAMessage) + parkedASecond,
    readingsADay,
    readingsASecond,
    telemetryBytesADay: messagesADay * b.messageBytes,
    engineRowsADay,
    rowsADay: readingsADay + engineRowsADay + vehicles * (b.derivedRows + b.checkpointRows + b.events + b.handled),
    walBytesASecond: readingsASecond * b.walBytes,
    eventsADay,
    // Events follow from driving.
    eventsASecond: (eventsADay / daySeconds) * (u.drivingAtPeak / (u.drivingHours / 24)),
    requestsADay,
    requestsASecond: (requestsADay / daySeconds) * u.requestPeak,
    jobRunsADay,
    jobRunsASecond: jobRunsADay / daySeconds,
    auditBytesADay: users * u.changesAUser * b.auditBytes,
    documentsAMonth: vehicles * u.documents,
    passages: vehicles * u.documents * u.documentMonths * u.pages * b.passagesAPage,
    // An instance keeps a key for five minutes.
    kmsAMinute: (tenants * u.sealedShare) / 5,
  };
}

/** Bytes in PostgreSQL after a year, or once deletions keep up with insertions. */
export type Stored = {
  readings: number;
  derived: number;
  fold: number;
  documents: number;
  audit: number;
  records: number;
  total: number;
};

export function storedBytes(load: Load, { factDays }: Mode): Stored {
  const factBytesADay = load.readingsADay * b.positionBytes + load.engineRowsADay * b.engineBytes;
  // All states of 3 days, the first of each day of 60, the first of each month of a year.
  const states = load.vehicles * (b.checkpointRows * 3 + 57 + 10) * b.checkpointBytes;
  const notes = load.vehicles * b.handled * b.noteBytes * 7;
  const stored = {
    // A month is dropped when all of it is older.
    readings: factBytesADay * (factDays + monthDays / 2),
    derived: load.vehicles * b.derivedRows * b.derivedBytes * 365,
    fold: states + notes,
    documents: load.passages * b.passageBytes,
    audit: load.auditBytesADay * Math.min(b.auditDays, 365),
    records: load.eventsADay * b.eventBytes * b.eventDays + load.jobRunsADay * b.jobHistoryBytes * b.jobHistoryDays,
  };
  return { ...stored, total: Object.values(stored).reduce((sum, each) => sum + each, 0) };
}

/** Cores that are busy in the busiest minute. */
export type Cores = { server: number; ingest: number; requests: number };

export function busyCores(load: Load): Cores {
  return {
    server: (load.readingsASecond * b.serverMicros + load.requestsASecond * b.requestServerMicros) / 1e6,
    ingest: (load.readingsASecond * b.ingestMicros) / 1e6,
    requests: (load.requestsASecond * b.requestMicros) / 1e6,
  };
}

/** Connections of the instances that the busiest minute takes, of one core each, and of the consumers' transactions. */
export function connectionsFor(load: Load): number {
  const { ingest, requests } = busyCores(load);
  const instances = (ingest + requests) / fullness;
  const handledASecond = (load.eventsASecond * b.handled) / b.events;
  return instances * connectionsAnInstance + (handledASecond * b.consumerMillis) / 1000 / fullness;
}
