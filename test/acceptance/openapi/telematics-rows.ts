import type { Client } from '../../harness/index.ts';
import { must, send } from './must.ts';

const [latitude, longitude] = [57.7, 11.97];
const metersPerDegree = 111_195;

/** A place so many metres north of where drives begin. */
const place = (northM: number) => ({ latitude: latitude + northM / metersPerDegree, longitude });

/** Makes what telematics knows of the vehicles V1 to V3 with the devices device-1 to device-3: the API takes it in as from devices. */
export async function makeTelematics(caller: Client, vehicles: readonly string[], now: Date): Promise<void> {
  await makeFences(caller);
  await makeRules(caller, now);
  await drive(caller, now);
  await driveBack(caller);
  await makeRejections(caller, now);
  await makeRoutes(caller, vehicles);
  await makeFootage(caller, now);
  await makeShares(caller, vehicles, now);
  await lookAtLayers(caller);
}

async function makeFences(caller: Client): Promise<void> {
  const { latitude: centerLatitude } = place(900);
  const circle = { type: 'circle', centerLatitude, centerLongitude: longitude };
  await must(caller, '/v1/geofences', { name: 'On the way', ...circle, radiusM: 200, alertOnEntry: true });
  await must(caller, '/v1/geofences', { name: 'All around', ...circle, radiusM: 5_000, dwellMinutes: 1, alertOnDwell: true });
  const coordinates = [longitude - 0.1, latitude - 0.1, longitude + 0.1, latitude + 0.1];
  await must(caller, '/v1/geofences', { name: 'The district', type: 'rectangle', coordinates, speedLimitKph: 30 });
}

async function makeRules(caller: Client, now: Date): Promise<void> {
  for (const days of [100, 101, 102]) {
    const validFrom = new Date(now.getTime() + days * 86_400_000).toISOString();
    await must(caller, '/v1/telematics-rules:set', { rules: { behavior: { speedLimitKph: 80 } }, validFrom, note: 'Snow' });
  }
}

/** Each vehicle drove 1800 m with all that a device can notice, and stands since; but the second drives on. */
async function drive(caller: Client, now: Date): Promise<void> {
  for (const [index, minutesAgo] of [120, 15, 240].entries()) {
    const isOpen = index === 1;
    const readingAt = (step: number, values: object) => ({
      recordedAt: new Date(now.getTime() - minutesAgo * 60_000 + step * 10_000).toISOString(),
      sequence: step,
      ...values,
    });
    const driven = Array.from({ length: 13 }, (_, step) =>
      readingAt(step, {
        position: { ...place(step * 150), speedKph: 54, headingDeg: 0, accuracyM: 5 },
        odometerKm: 1000 + step * 0.15,
        ignitionOn: true,
        obd: { rpm: 1800, speedKph: 54, fuelLevelPercent: 60, dtcCodes: step > 5 ? ['P0301', 'U0100-87'] : [] },
        ...(step === 4 ? { events: [{ type: 'harsh_braking', gForce: 0.7 }, { type: 'panic' }] } : {}),
        ...(step === 8
          ? {
              events: [
                { type: 'harsh_cornering', gForce: 0.6 },
                { type: 'input', name: 'ptoOn', value: 1 },
              ],
            }
          : {}),
      }),
    );
    const stood = Array.from({ length: 60 }, (_, step) =>
      readingAt(13 + step, { position: { ...place(1800), speedKph: 0, accuracyM: 5 }, ignitionOn: step < 40 }),
    );
    const readings = [...driven, ...(isOpen ? [] : stood)];
    await must(caller, '/v1/vehicle-locations:ingest', { version: 1, deviceId: `device-${index + 1}`, readings });
  }
}

/** Fences are watched since they were drawn: the third vehicle crosses them by a clock that is some minutes fast. */
async function driveBack(caller: Client): Promise<void> {
  const nowMs = Date.now();
  const readings = Array.from({ length: 13 }, (_, step) => ({
    recordedAt: new Date(nowMs + step * 10_000).toISOString(),
    position: { ...place(1800 - step * 150), speedKph: 54, headingDeg: 180, accuracyM: 5 },
  }));
  await must(caller, '/v1/vehicle-locations:ingest', { version: 1, deviceId: 'device-3', readings });
}

/** Readings that nobody could store. The devices that came too early are linked by now. */
async function makeRejections(caller: Client, now: Date): Promise<void> {
  const recordedAt = new Date(now.getTime() - 3_600_000).toISOString();
  const position = { latitude, longitude };
  const report = (deviceId: string, readings: unknown[]) =>
    must(caller, '/v1/vehicle-locations:ingest', { version: 1, deviceId, readings });
  await report('device-1', [{ recordedAt: 'never', position: {} }]);
  await report('unknown-device', [{ recordedAt, position }]);
  for (const number of [7, 8]) {
    await report(`device-${number}`, [
      { recordedAt, position },
      { recordedAt, ignitionOn: true },
    ]);
    const { id } = await must(caller, '/v1/vehicles', {
      clientId: '00000000-0000-4000-8000-000000000001',
      make: 'Volvo',
      model: 'FH16',
      vin: `YV2RT40A0000000${number}0`,
    });
    await must(caller, `/v1/vehicles/${id}:linkDevice`, { deviceId: `device-${number}` });
  }
}

async function makeRoutes(caller: Client, vehicles: readonly string[]): Promise<void> {
  const [first, second, third] = vehicles;
  for (const [index, assignedVehicleId] of [first, second, third, third, third, third].entries()) {
    const { id } = await must(caller, '/v1/routes', {
      routeName: `Round ${index}`,
      assignedVehicleId,
      origin: place(0),
      stops: [place(3_000), place(1_000), place(2_000)],
    });
    if (assignedVehicleId !== third) await must(caller, `/v1/routes/${id}:start`, {});
  }
}

/** The last has been sent, but nobody said so. */
async function makeFootage(caller: Client, now: Date): Promise<void> {
  const content = 'a video of ten seconds';
  for (const minutesAgo of [119, 118, 100, 90]) {
    const { id, video } = await must(caller, '/v1/video-footage:register', {
      deviceId: 'device-1',
      cameraPosition: 'forward',
      recordedAt: new Date(now.getTime() - minutesAgo * 60_000).toISOString(),
      durationSeconds: 10,
      contentType: 'video/mp4',
      sizeBytes: content.length,
    });
    await send(video, content);
    if (minutesAgo > 90) await must(caller, `/v1/video-footage/${id}:completeUpload`, {});
  }
}

async function makeShares(caller: Client, vehicles: readonly string[], now: Date): Promise<void> {
  const expiresAt = new Date(now.getTime() + 86_400_000).toISOString();
  for (const vehicleId of vehicles) {
    await must(caller, '/v1/location-shares:share', { vehicleId, expiresAt, label: 'For the customer', showsTrail: true });
  }
}

async function lookAtLayers(caller: Client): Promise<void> {
  for (const layer of ['traffic-cameras', 'weather-stations', 'ev-charging-stations', 'toll-plazas']) {
    await must(caller, `/v1/${layer}:corridor`, { points: [place(0), place(9_000)], withinM: 1_000 });
  }
}
