import { expect, it } from 'vitest';
import { newTenant } from '../../../../harness/index.ts';
import { eventsOf, newDriver } from '../../fleet/records.ts';
import { delivery, message, readingAt, testIngest, vehicleWith } from '../support.ts';

/** Ten seconds of hard braking, then standing, `secondsAgo` before now. */
const braking = (secondsAgo: number) => [
  ...[60, 60, 60, 58, 44, 26, 12, 10, 10, 10].map((speedKph, i) =>
    readingAt(secondsAgo - i, { position: { speedKph, headingDeg: 90, accuracyM: 5 } }),
  ),
  readingAt(secondsAgo - 40, { position: { speedKph: 0, accuracyM: 5 } }),
];

it.each(['pooled', 'dedicated'] as const)(
  'Braking becomes an event of the driver, and gives way to the word of a device that comes late (%s)',
  async (placement) => {
    const tenant = await newTenant({ placement });
    const vehicleId = await vehicleWith(tenant, 'GPS-1');
    const driverId = await newDriver(tenant);
    await tenant.run((tx) =>
      tx.query(`insert into vehicle_assignments (vehicle_id, driver_id, assigned_from) values ($1, $2, '2020-01-01')`, [
        vehicleId,
        driverId,
      ]),
    );
    const events = () =>
      tenant.run((tx) =>
        tx.query('select driver_id, event_type, severity, detected_by, g_force, recorded_at from driver_behavior_events'),
      );
    const ingest = testIngest();
    const send = async (readings: unknown[]) => {
      await ingest.accept(delivery(message(tenant, 'GPS-1', readings)));
      await ingest.drain();
      await ingest.refold(tenant.tenantId, vehicleId);
    };

    await send(braking(600));
    const [seen, ...more] = await events();
    expect(more).toEqual([]);
    expect(seen).toMatchObject({ driver_id: driverId, event_type: 'harsh_braking', severity: 'moderate', detected_by: 'series' });

    const late = readingAt(595, { events: [{ type: 'harsh_braking', gForce: 0.7 }] });
    await send([{ ...late, position: undefined }]);
    expect(await events()).toEqual([
      { ...seen, detected_by: 'device', g_force: 0.7, severity: 'severe', recorded_at: new Date(late.recordedAt) },
    ]);
    const told = (await eventsOf(tenant)).map(({ type }) => type).filter((type) => type.startsWith('driver_behavior_event.'));
    expect(told.sort()).toEqual(['detected', 'detected', 'withdrawn'].map((what) => `driver_behavior_event.${what}`));
  },
);
