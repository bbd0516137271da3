import { randomUUID } from 'node:crypto';
import { fleetDomain } from '@wheelhouse/shared/domains/fleet/index.ts';
import { identityDomain } from '@wheelhouse/shared/domains/identity/index.ts';
import * as resources from '@wheelhouse/shared/domains/telematics/resources.ts';
import { exportTrack } from '@wheelhouse/shared/domains/telematics/verbs/exportTrack.ts';
import { exportTrip } from '@wheelhouse/shared/domains/telematics/verbs/exportTrip.ts';
import { history } from '@wheelhouse/shared/domains/telematics/verbs/history.ts';
import type { Domain } from '@wheelhouse/shared/runtime/domain.ts';
import { newTenant, principalOf, type TestTenant, testApi } from '../../../../harness/index.ts';
import { insertRow } from '../../../../harness/rows.ts';

/** What of telematics tells where vehicles were. */
export const readingDomain: Domain = {
  name: 'telematics',
  resources: Object.values(resources),
  verbs: [history, exportTrack, exportTrip],
};

/** A full hour of the day before, so that its month has a partition. */
export const start = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000 - 86_400_000);

export const at = (seconds: number) => new Date(start.getTime() + seconds * 1000).toISOString();

/** A tenant with a vehicle and a caller of what reads. */
export async function readerOf(placement: 'pooled' | 'dedicated' = 'pooled') {
  const tenant = await newTenant({ placement });
  const vehicleId = await tenant.run((tx) =>
    insertRow(tx, tenant.tenantId, 'vehicles', { vehicle_identifier: 'Van <7> & "Co"' }),
  );
  const api = testApi([readingDomain], { resources: [readingDomain, fleetDomain, identityDomain] });
  return { tenant, vehicleId, client: api.client, call: api.client(principalOf(tenant)) };
}

export type Fix = {
  /** Seconds after `start`. */
  at: number;
  latitude: number;
  longitude: number;
  altitudeM?: number | null;
  speedKph?: number | null;
  headingDeg?: number | null;
  deviceId?: string;
};

/** Stores positions; answers their ids. */
export async function drive(tenant: TestTenant, vehicleId: string, fixes: readonly Fix[]): Promise<string[]> {
  const ids = fixes.map(() => randomUUID());
  await tenant.run((tx) =>
    tx.query(
      `insert into vehicle_locations (id, vehicle_id, recorded_at, received_at, latitude, longitude, altitude_m, speed_kph, heading_deg, source, device_id)
       select id, $1, at, at, latitude, longitude, altitude, speed, heading, 'device', device
       from unnest($2::uuid[], $3::timestamptz[], $4::float8[], $5::float8[], $6::float8[], $7::float8[], $8::float8[], $9::text[])
         as f (id, at, latitude, longitude, altitude, speed, heading, device)`,
      [
        vehicleId,
        ids,
        fixes.map((fix) => at(fix.at)),
        fixes.map((fix) => fix.latitude),
        fixes.map((fix) => fix.longitude),
        fixes.map((fix) => fix.altitudeM ?? null),
        fixes.map((fix) => fix.speedKph ?? null),
        fixes.map((fix) => fix.headingDeg ?? null),
        fixes.map((fix) => fix.deviceId ?? 'GPS-1'),
      ],
    ),
  );
  return ids;
}

/** Notes that a fix cannot be true. */
export async function reject(tenant: TestTenant, vehicleId: string, locationId: string): Promise<void> {
  await tenant.run((tx) =>
    tx.query(
      `insert into telemetry_rejections (message_id, source, reading, reason, detail, vehicle_id, location_id, detected_at, received_at)
       values ($1, 'device', '{}', 'impossible_speed', 'too fast', $2, $3, now(), now())`,
      [randomUUID(), vehicleId, locationId],
    ),
  );
}
