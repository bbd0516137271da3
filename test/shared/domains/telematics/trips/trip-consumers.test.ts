import { assignDriver, unassignDriver } from '@wheelhouse/shared/domains/fleet/verbs/index.ts';
import { completeTrips } from '@wheelhouse/shared/domains/telematics/consumers/completeTrips.ts';
import { creditDrivers } from '@wheelhouse/shared/domains/telematics/consumers/creditDrivers.ts';
import { nameBehaviorEvents } from '@wheelhouse/shared/domains/telematics/consumers/nameBehaviorEvents.ts';
import { recordOdometers } from '@wheelhouse/shared/domains/telematics/consumers/recordOdometers.ts';
import { distanceM } from '@wheelhouse/shared/domains/telematics/geo/haversine.ts';
import { decodePolyline } from '@wheelhouse/shared/domains/telematics/geo/polyline.ts';
import { describe, expect, it } from 'vitest';
import { newTenant, type TestTenant, testServices } from '../../../../harness/index.ts';
import { insertRow } from '../../../../harness/rows.ts';
import { call, eventsOf, newDepot, newDriver, newVehicle, rowOf } from '../../fleet/records.ts';
import { clock, now, vehicleWith } from '../support.ts';
import { consume, give, journey, report, seen } from './driven.ts';
import { place } from './support.ts';

const services = testServices({ clock });
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);

const tripsOf = (tenant: TestTenant) => tenant.run((tx) => tx.query('select * from trips order by started_at'));

describe('A trip that has ended', () => {
  it('gets its line and the names of its ends, and anew when it is changed', async () => {
    const tenant = await newTenant();
    await vehicleWith(tenant, 'GPS-C');
    await newDepot(tenant, { depot_name: 'Loop', coordinates: '(-87.63,41.88)' });
    await report(tenant, 'GPS-C', journey(3600));
    await consume(tenant, services);
    const [trip] = await tripsOf(tenant);
    expect(trip).toMatchObject({ start_address: 'Depot Loop', end_address: null });
    const line = decodePolyline(trip!.route_polyline as string);
    expect(distanceM(line.at(-1)!, place(3000))).toBeLessThan(2);

    // A detour that came late.
    await report(tenant, 'GPS-C', [{ ...seen(3495, 0, 54), position: { ...place(1575, 400), speedKph: 54 } }]);
    await consume(tenant, services);
    const [changed] = await tripsOf(tenant);
    expect(changed?.id).toBe(trip?.id);
    expect(decodePolyline(changed!.route_polyline as string).length).toBeGreaterThan(line.length);
    expect(changed?.distance_km).toBeGreaterThan(trip?.distance_km as number);
  });

  it('tells nothing new when its event comes twice, and nothing when it was withdrawn', async () => {
    const tenant = await newTenant();
    await vehicleWith(tenant, 'GPS-C');
    await report(tenant, 'GPS-C', journey(3600));
    await consume(tenant, services);
    const [ended] = await eventsOf(tenant, 'trip.ended');
    await give(tenant, services, ended!, [completeTrips]);
    expect(await eventsOf(tenant, 'trip.completed')).toHaveLength(1);
    await tenant.run((tx) => tx.query('delete from trips'));
    await give(tenant, services, ended!, [completeTrips]);
    expect(await eventsOf(tenant, 'trip.completed')).toHaveLength(1);
  });

  it('carries the odometer into the record of its vehicle, upwards only, and says so once', async () => {
    const tenant = await newTenant();
    const vehicleId = await vehicleWith(tenant, 'GPS-C');
    await report(tenant, 'GPS-C', journey(3600, 52_000.04));
    await consume(tenant, services);
    expect(await rowOf(tenant, 'vehicles', vehicleId)).toMatchObject({ current_odometer_km: '52003.0' });
    const recorded = await eventsOf(tenant, 'vehicle.odometer_recorded');
    expect(recorded.map(({ data }) => data)).toMatchObject([
      { id: vehicleId, currentOdometerKm: 52_003, previousOdometerKm: 0, correctionReason: null },
    ]);

    await tenant.run((tx) => tx.query('update vehicles set current_odometer_km = 60000 where id = $1', [vehicleId]));
    const [ended] = await eventsOf(tenant, 'trip.ended');
    await give(tenant, services, ended!, [recordOdometers]);
    expect(await rowOf(tenant, 'vehicles', vehicleId)).toMatchObject({ current_odometer_km: '60000.0' });
    expect(await eventsOf(tenant, 'vehicle.odometer_recorded')).toHaveLength(1);
  });
});

describe('A behaviour event', () => {
  it('is told where it happened', async () => {
    const tenant = await newTenant();
    await newDepot(tenant, { depot_name: 'Loop', coordinates: '(-87.63,41.88)' });
    const values = { event_type: 'harsh_braking', severity: 'minor', detected_by: 'device' };
    const moment = { recorded_at: ago(60).toISOString(), detected_at: ago(60).toISOString() };
    const [near, nowhere] = await tenant.run(async (tx) => [
      await insertRow(tx, tenant.tenantId, 'driver_behavior_events', {
        ...values,
        ...moment,
        latitude: '41.8801',
        longitude: '-87.63',
      }),
      await insertRow(tx, tenant.tenantId, 'driver_behavior_events', { ...values, ...moment }),
    ]);
    const detected = (id: string | undefined) => ({ type: 'driver_behavior_event.detected', subjectId: id, data: {} }) as never;
    for (const id of [near, nowhere]) await give(tenant, services, detected(id), [nameBehaviorEvents]);
    expect(await rowOf(tenant, 'driver_behavior_events', near!)).toMatchObject({ address: 'Depot Loop' });
    expect(await rowOf(tenant, 'driver_behavior_events', nowhere!)).toMatchObject({ address: null });
  });
});

describe('Who drove', () => {
  it('is corrected when an assignment is made or ended with effect in the past', async () => {
    const tenant = await newTenant();
    const vehicleId = await newVehicle(tenant, { primary_device_id: 'GPS-D' });
    const driverId = await newDriver(tenant);
    await report(tenant, 'GPS-D', [...journey(9000), ...journey(3600)]);
    const event = { vehicle_id: vehicleId, event_type: 'speeding', severity: 'minor', detected_by: 'series' };
    const eventId = await tenant.run((tx) =>
      insertRow(tx, tenant.tenantId, 'driver_behavior_events', {
        ...event,
        recorded_at: ago(3500).toISOString(),
        detected_at: ago(3500).toISOString(),
      }),
    );
    const drivers = async () => (await tripsOf(tenant)).map((trip) => trip.driver_id);
    expect(await drivers()).toEqual([null, null]);

    await call(tenant, assignDriver, { id: vehicleId, input: { driverId, assignedFrom: ago(10_000).toISOString() }, at: now });
    await consume(tenant, services, [creditDrivers]);
    expect(await drivers()).toEqual([driverId, driverId]);
    expect(await rowOf(tenant, 'driver_behavior_events', eventId)).toMatchObject({ driver_id: driverId });
    expect((await eventsOf(tenant, 'trip.changed')).map(({ data }) => data.driverId)).toEqual([driverId, driverId]);
    expect(await eventsOf(tenant, 'driver_behavior_event.changed')).toHaveLength(1);

    await call(tenant, unassignDriver, { id: vehicleId, input: { at: ago(5000).toISOString(), reason: 'was wrong' }, at: now });
    await consume(tenant, services, [creditDrivers]);
    expect(await drivers()).toEqual([driverId, null]);
    expect(await rowOf(tenant, 'driver_behavior_events', eventId)).toMatchObject({ driver_id: null });
  });
});
