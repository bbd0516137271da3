import { allSent } from '../../../db/all-sent.ts';
import type { Tx } from '../../../db/scope.ts';
import { storableJson } from '../message/index.ts';
import { obdMeasureColumns } from '../tables/obdMeasures.ts';
import { bigintArray, booleanArray, doubleArray, textArray, uuidArray } from './arrays.ts';
import type { Fact } from './facts.ts';

const fixColumns = ['latitude', 'longitude', 'altitude_m', 'speed_kph', 'heading_deg', 'accuracy_m'] as const;
const vehicleColumns = ['odometer_km', 'engine_hours', 'ignition_on'] as const;

// Milliseconds travel as numbers, which to_timestamp takes exactly: nobody writes and reads the text of a timestamp.
const common = 'tenant_id, id, vehicle_id, device_id, source, recorded_at, received_at';
const commonValues =
  '(select platform.current_tenant_id()), id, vehicle_id, device_id, source, to_timestamp(recorded_ms / 1000), to_timestamp(received_ms / 1000)';
const commonArrays = '$1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::float8[], $6::float8[]';
const commonNames = 'id, vehicle_id, device_id, source, recorded_ms, received_ms';
const vehicleArrays = '$7::float8[], $8::float8[], $9::boolean[]';

const locationsSql = `insert into vehicle_locations (${common}, ${vehicleColumns.join(', ')}, ${fixColumns.join(', ')}, sequence)
select ${commonValues}, ${vehicleColumns.join(', ')}, ${fixColumns.join(', ')}, sequence
from unnest(${commonArrays}, ${vehicleArrays}, $10::float8[], $11::float8[], $12::float8[], $13::float8[], $14::float8[], $15::float8[], $16::bigint[])
  as r (${commonNames}, ${vehicleColumns.join(', ')}, ${fixColumns.join(', ')}, sequence)`;

const obdNames = obdMeasureColumns.map(([, column]) => column).join(', ');

// Codes travel as one text a row, since an array of arrays would need rows of equal length.
const obdSql = `insert into obd_telemetry (${common}, ${vehicleColumns.join(', ')}, ${obdNames}, dtc_codes)
select ${commonValues}, ${vehicleColumns.join(', ')}, ${obdNames}, case when dtc_codes = '' then '{}' else string_to_array(dtc_codes, ' ') end
from unnest(${commonArrays}, ${vehicleArrays}, ${obdMeasureColumns.map((_, i) => `$${i + 10}::float8[]`).join(', ')}, $${obdMeasureColumns.length + 10}::text[])
  as r (${commonNames}, ${vehicleColumns.join(', ')}, ${obdNames}, dtc_codes)`;

const eventsSql = `insert into device_events (${common}, ${vehicleColumns.join(', ')}, events)
select ${commonValues}, ${vehicleColumns.join(', ')}, events::jsonb
from unnest(${commonArrays}, ${vehicleArrays}, $10::text[]) as r (${commonNames}, ${vehicleColumns.join(', ')}, events)`;

/** The facts of each table. What has neither place nor engine values nor events is an event row without events. */
function tablesOf(facts: readonly Fact[]) {
  const withFix = facts.filter(({ fix }) => fix);
  const withObd = facts.filter(({ obd }) => obd);
  const withEvents = facts.filter(({ fix, obd, events }) => events.length > 0 || !(fix || obd));
  return { withFix, withObd, withEvents };
}

/** How many statements `insertFacts` sends for these facts. */
export function factStatements(facts: readonly Fact[]): number {
  const { withFix, withObd, withEvents } = tablesOf(facts);
  return [withFix, withObd, withEvents].filter((rows) => rows.length > 0).length;
}

/**
 * Stores facts, which are in fold order; those that are there already stay as they are.
 *
 * @param areNew none of them is there: PostgreSQL is not asked to look first, which saves an eighth of its time
 * @throws SQLSTATE 23505 where one was said to be new and is not
 */
export async function insertFacts(tx: Tx, facts: readonly Fact[], areNew: boolean): Promise<void> {
  const { withFix, withObd, withEvents } = tablesOf(facts);
  const insert = (sql: string, arrays: Buffer[], name: string) =>
    areNew ? tx.query(sql, arrays, `${name}_new`) : tx.query(`${sql}\non conflict do nothing`, arrays, name);
  const sent: Promise<unknown>[] = [];
  if (withFix.length > 0) sent.push(insert(locationsSql, locationArrays(withFix), 'insert_vehicle_locations'));
  if (withObd.length > 0) sent.push(insert(obdSql, obdArrays(withObd), 'insert_obd_telemetry'));
  if (withEvents.length > 0) sent.push(insert(eventsSql, eventArrays(withEvents), 'insert_device_events'));
  await allSent(sent);
}

function locationArrays(facts: readonly Fact[]): Buffer[] {
  return [
    ...commonArraysOf(facts, () => true),
    doubleArray(facts, ({ fix }) => fix?.latitude),
    doubleArray(facts, ({ fix }) => fix?.longitude),
    doubleArray(facts, ({ fix }) => fix?.altitudeM),
    doubleArray(facts, ({ fix }) => fix?.speedKph),
    doubleArray(facts, ({ fix }) => fix?.headingDeg),
    doubleArray(facts, ({ fix }) => fix?.accuracyM),
    bigintArray(facts, ({ sequence }) => sequence),
  ];
}

function obdArrays(facts: readonly Fact[]): Buffer[] {
  return [
    ...commonArraysOf(facts, ({ fix }) => !fix),
    ...obdMeasureColumns.map(([key]) => doubleArray(facts, ({ obd }) => obd?.[key])),
    textArray(facts, ({ obd }) => obd?.dtcCodes?.join(' ')),
  ];
}

function eventArrays(facts: readonly Fact[]): Buffer[] {
  return [...commonArraysOf(facts, ({ fix, obd }) => !(fix || obd)), textArray(facts, ({ events }) => storableJson(events))];
}

/** Odometer, engine hours and ignition stand in the first of the tables that hold a reading: `isFirst` tells which. */
function commonArraysOf(facts: readonly Fact[], isFirst: (fact: Fact) => boolean): Buffer[] {
  return [
    uuidArray(facts, ({ id }) => id),
    uuidArray(facts, ({ vehicleId }) => vehicleId),
    textArray(facts, ({ deviceId }) => deviceId),
    textArray(facts, ({ source }) => source),
    doubleArray(facts, ({ atMs }) => atMs),
    doubleArray(facts, ({ receivedAtMs }) => receivedAtMs),
    doubleArray(facts, (fact) => (isFirst(fact) ? fact.odometerKm : null)),
    doubleArray(facts, (fact) => (isFirst(fact) ? fact.engineHours : null)),
    booleanArray(facts, (fact) => (isFirst(fact) ? fact.ignitionOn : null)),
  ];
}
