import { z } from 'zod';
import { withTenant } from '../../../db/scope.ts';
import { conflict, notFound, ruleViolated } from '../../../errors.ts';
import { callerScope } from '../../../resource/caller-scope.ts';
import { verb } from '../../../resource/verb.ts';
import { forLater } from '../fold-store/storeForLater.ts';
import { vehiclesOf } from '../ingest/devices.ts';
import { ingestOf } from '../ingest/index.ts';
import type { Item } from '../ingest/item.ts';
import { ensurePartitions } from '../ingest/partitions.ts';
import { sort } from '../ingest/storeItems.ts';
import { checkReading, parseMessage, timeOfId } from '../message/index.ts';

type Rejection = {
  message_id: string;
  reading_index: number | null;
  device_id: string | null;
  source: string;
  reading: unknown;
  received_at: Date;
  replayed_at: Date | null;
};

/** A fix that could not have been reached has a vehicle and a location; what was never stored has none. */
type Found = Rejection & { vehicle_id: string | null; location_id: string | null };

const foundSql = `select message_id, reading_index, device_id, source, reading, received_at, replayed_at, vehicle_id, location_id
  from telemetry_rejections where id = $1`;

export const replay = verb({
  name: 'replay',
  on: 'telemetry-rejections',
  target: 'item',
  permission: 'location.write',
  summary: 'Store a rejected reading after its cause was mended',
  description:
    'Judges the reading anew, as if it arrived now: after its device was linked to a vehicle, say. All of it is stored, or none. A fix ' +
    'that could not have been reached is judged by what is known of the vehicle by now; where it is believed, its rejection is gone.',
  input: z.strictObject({}),
  output: z.object({ id: z.guid(), stored: z.int(), replayedAt: z.iso.datetime({ offset: true }) }),
  // Outside the transaction of the verb, since folding has transactions of its own. Answers whether the rejection is about a stored fix.
  prepare: async ({ id, principal, services }) => {
    const { database, clock } = services;
    const { tenantId } = principal;
    const [found] = await withTenant(
      database,
      callerScope(principal, 'telemetry-rejections:replay'),
      (tx) => tx.query<Found>(foundSql, [id]),
      { access: 'read', statements: 1 },
    );
    if (found?.vehicle_id && found.location_id) {
      await ingestOf(services).refold(tenantId, found.vehicle_id, timeOfId(found.location_id).getTime());
      return true;
    }
    if (found) await ensurePartitions(database, tenantId, timesOf(itemsOf(found, clock.now())));
    return false;
  },
  run: async ({ tx, id, principal, services, prepared: isStored }) => {
    const now = services.clock.now();
    if (isStored) {
      const [still] = await tx.query<{ detail: string }>('select detail from telemetry_rejections where id = $1', [id]);
      if (still) throw ruleViolated(`Still cannot be believed: ${still.detail}`);
      return { id, stored: 1, replayedAt: now.toISOString() };
    }
    const [rejection] = await tx.query<Rejection>(
      `select message_id, reading_index, device_id, source, reading, received_at, replayed_at
       from telemetry_rejections where id = $1 for no key update`,
      [id],
    );
    if (!rejection) throw notFound('Telemetry rejection', id);
    if (rejection.replayed_at) throw conflict(`This reading was stored at ${rejection.replayed_at.toISOString()} already.`);

    const items = itemsOf(rejection, now);
    const deviceIds = [...new Set(items.map(({ origin }) => origin.deviceId as string))];
    const found = await vehiclesOf(tx, deviceIds);
    const { facts, rejected } = sort(items, new Map(found.map((row) => [row.device_id, row.vehicle_id])));
    if (rejected.length > 0) {
      const fields = rejected.map(({ item, cause }) => ({
        path: `readings[${item.index ?? 0}]`,
        message: cause.detail,
        code: cause.reason,
      }));
      throw ruleViolated(`Still cannot be stored: ${rejected[0]?.cause.detail}`, fields);
    }
    const later = forLater(facts);
    await later.store(tx);
    ingestOf(services).refoldSoon(principal.tenantId, later.vehicleIds);
    await tx.query('update telemetry_rejections set replayed_at = $2 where id = $1', [id, now]);
    return { id, stored: facts.length, replayedAt: now.toISOString() };
  },
});

/** A device may have kept its readings for months of which there are no others. */
function timesOf(items: readonly Item[]): number[] {
  return items.flatMap(({ checked }) => (checked.ok ? [checked.reading.recordedAtMs] : []));
}

function itemsOf({ reading, reading_index, device_id, source, message_id, received_at }: Rejection, now: Date): Item[] {
  const receivedAtMs = received_at.getTime();
  const delivery = { data: '', messageId: message_id, attributes: {}, publishTime: received_at.toISOString() };
  if (reading_index !== null) {
    const origin = { delivery, receivedAtMs, deviceId: device_id, source };
    return [{ origin, index: reading_index, raw: reading, checked: checkReading(reading, now) }];
  }
  const parsed = parseMessage(JSON.stringify(reading));
  if (parsed.kind !== 'batch') throw ruleViolated(`Still cannot be read: ${parsed.detail}`);
  const { envelope } = parsed;
  const origin = { delivery, receivedAtMs, deviceId: envelope.deviceId, source: envelope.source };
  return envelope.readings.map((raw, index) => ({ origin, index, raw, checked: checkReading(raw, now) }));
}
