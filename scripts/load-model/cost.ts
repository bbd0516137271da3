import { valuesOf } from './assumption.ts';
import { behaviour, usage } from './assumptions.ts';
import { busyCores, type Load, monthDays, storedBytes } from './load.ts';
import type { Mode } from './mode.ts';
import { limits, prices } from './prices.ts';

const u = valuesOf(usage);
const b = valuesOf(behaviour);
const p = valuesOf(prices);
const l = valuesOf(limits);

const gib = 2 ** 30;
const tib = 2 ** 40;
const monthHours = monthDays * 24;
const monthSeconds = monthHours * 3_600;

/** Primaries that the tenants have to be spread over, and what decides it. */
export type Fleet = { primaries: number; byData: number; byLog: number; byCores: number; coresEach: number };

export function primariesFor(load: Load, mode: Mode): Fleet {
  const cores = busyCores(load).server / l.fullness;
  const dataGib = storedBytes(load, mode).total / gib;
  const byData = Math.ceil(dataGib / l.shardGib);
  const byLog = Math.ceil(load.walBytesASecond / l.shardWal);
  const byCores = Math.ceil(cores / l.shardCores);
  const primaries = Math.max(byData, byLog, byCores);
  // Cloud SQL sells even numbers of cores.
  const coresForMemory = (dataGib * l.cachedShare) / l.gibACore;
  const coresEach = Math.max(2, Math.ceil(Math.max(cores, coresForMemory) / primaries / 2) * 2);
  return { primaries, byData, byLog, byCores, coresEach };
}

/** Dollars a month by component. Support, video, networks between regions, people and taxes are not in it. */
export function costOf(load: Load, mode: Mode): Record<string, number> {
  const { primaries, coresEach } = primariesFor(load, mode);
  const cores = primaries * coresEach;
  const data = storedBytes(load, mode).total;
  const telemetryBytes = load.telemetryBytesADay * monthDays;
  const deliveries = (load.messagesADay + load.eventsADay) * monthDays;
  const requests = load.requestsADay * monthDays;
  const sentGib = (requests * u.answerBytes) / gib;
  const eventBytes = load.eventsADay * b.eventBytes * monthDays;
  const embeddedTokens = load.documentsAMonth * u.pages * b.passagesAPage * u.passageTokens;
  return {
    'Pub/Sub': ((telemetryBytes + eventBytes) / tib) * 2 * p.pubsubTib,
    'telemetry lake': (telemetryBytes / tib) * p.pubsubBigqueryTib + lakeGib(load) * p.bigqueryGib,
    'Cloud Run, requests': ((deliveries + requests) / 1e6) * p.requestMillion,
    'Cloud Run, time': runSeconds(load) * (p.runCoreSecond + p.runGibSecond / 2),
    'Cloud SQL, cores and memory (HA)': cores * monthHours * 2 * (p.sqlCoreHour + l.gibACore * p.sqlGibHour),
    'Cloud SQL, disk (HA) and backups': (data / gib) * (2 * p.sqlDiskGib + p.sqlBackupGib),
    'Cloud Storage': ((load.documentsAMonth * u.documentMonths * u.documentBytes) / gib) * p.storageGib,
    logs: (((mode.logsDeliveries ? deliveries + requests : requests) * l.logEntryBytes) / gib) * p.loggingGib,
    'load balancer, Armor, egress':
      p.balancerHour * monthHours + (requests / 1e6) * p.armorMillion + sentGib * (p.balancerGib + p.egressGib),
    'Cloud KMS': ((load.kmsAMinute * 60 * u.workHours * monthDays) / 10_000) * p.kmsTenThousand,
    'Identity Platform': load.vehicles * u.usersAVehicle * p.activeUser,
    'document and embedding models':
      (load.documentsAMonth * (u.inputTokens * p.inputMillion + u.outputTokens * p.outputMillion)) / 1e6 +
      (embeddedTokens / 1e6) * p.embeddingMillion,
  };
}

/** The lake keeps what PostgreSQL is to keep at most. */
function lakeGib(load: Load): number {
  return (load.telemetryBytesADay * b.retentionDays) / gib;
}

/** Billed seconds of cores: what is used at the planned fullness; a lone request is billed for a tenth of a second. */
function runSeconds(load: Load): number {
  const daySeconds = 86_400;
  const ingest = (load.readingsADay * b.ingestMicros) / 1e6 / daySeconds;
  const requests = (load.requestsADay * b.requestMicros) / 1e6 / daySeconds;
  const events = (load.vehicles * b.handled * b.consumerMillis) / 1e3 / daySeconds;
  const lone = Math.min(1, ((load.messagesADay + load.requestsADay + load.eventsADay) / daySeconds) * 0.1);
  const pages = load.documentsAMonth * u.pages * (b.pageSeconds + u.scannedShare * u.scanSeconds);
  return Math.max(lone, (ingest + requests + events) / l.fullness) * monthSeconds + pages;
}
