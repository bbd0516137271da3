import { randomUUID } from 'node:crypto';
import type { Database } from '@wheelhouse/shared/db/database.ts';
import { withSystem, withTenant } from '@wheelhouse/shared/db/scope.ts';
import { earthRadiusM, type Place } from '@wheelhouse/shared/domains/telematics/geo/haversine.ts';
import * as resources from '@wheelhouse/shared/domains/telematics/layers/resources.ts';
import * as corridorVerbs from '@wheelhouse/shared/domains/telematics/verbs/corridorOfLayer.ts';
import * as nearestVerbs from '@wheelhouse/shared/domains/telematics/verbs/nearestInLayer.ts';
import { refreshSource } from '@wheelhouse/shared/domains/telematics/verbs/refreshSource.ts';
import * as withinVerbs from '@wheelhouse/shared/domains/telematics/verbs/withinLayer.ts';
import { principalOf, testApi, testServices } from '../../../../harness/index.ts';
import type { OwnDatabase } from '../../../../harness/own-database.ts';

// biome-ignore lint/suspicious/noExplicitAny: rows of every shape
type Row = Record<string, any>;

/** A statement of the system. */
export const asSystem = (database: Database, text: string, values: unknown[] = []): Promise<Row[]> =>
  withSystem(database, 'test', (tx) => tx.query(text, values));

/** A transaction of a tenant as an ordinary signed-in user. */
export const asUser = (database: Database, tenantId: string, text: string, values: unknown[] = []): Promise<Row[]> =>
  withTenant(
    database,
    {
      tenantId,
      actor: { kind: 'system', reason: 'test' },
      databaseRole: 'authenticated_user',
      request: { operation: 'test', requestId: randomUUID() },
    },
    (tx) => tx.query(text, values),
    { access: 'read' },
  );

/** A source that brings nothing by itself. */
export async function newSource(database: Database, values: Row = {}): Promise<Row> {
  const row: Row = {
    name: `Source ${randomUUID()}`,
    layer: 'traffic_cameras',
    format: 'geojson',
    url: 'https://feed.example/x',
    ...values,
  };
  const names = Object.keys(row);
  const [source] = await asSystem(
    database,
    `insert into platform.layer_sources (${names.join(', ')}) values (${names.map((_, index) => `$${index + 1}`).join(', ')}) returning *`,
    Object.values(row),
  );
  return source as Row;
}

/** The part of telematics that is about reference layers. */
const layerDomain = {
  name: 'telematics',
  resources: Object.values(resources),
  verbs: [...[corridorVerbs, nearestVerbs, withinVerbs].flatMap((verbs) => Object.values(verbs)), refreshSource],
};

/** The interface of reference layers over a database, for a user of a tenant, and for an operator of the platform. */
export function layerApi(own: OwnDatabase, services = testServices({ database: own.database })) {
  const { client } = testApi([layerDomain], { services });
  const operator = { tenantId: '', permissions: ['platform.*'], databaseRole: 'authenticated_user' } as const;
  return {
    user: (tenantId: string, permissions: string[] = ['layer.read']) =>
      client(principalOf({ tenantId }, { permissions, databaseRole: 'authenticated_user' })),
    operator: client(principalOf({ tenantId: '' }, operator)),
  };
}

/** The place that is reached from another by going a distance in a direction (great circle). */
export function placeFrom({ latitude, longitude }: Place, bearingDeg: number, distanceM: number): Place {
  const radians = Math.PI / 180;
  const angle = distanceM / earthRadiusM;
  const bearing = bearingDeg * radians;
  const from = latitude * radians;
  const to = Math.asin(Math.sin(from) * Math.cos(angle) + Math.cos(from) * Math.sin(angle) * Math.cos(bearing));
  const turn = Math.atan2(Math.sin(bearing) * Math.sin(angle) * Math.cos(from), Math.cos(angle) - Math.sin(from) * Math.sin(to));
  const east = longitude + turn / radians;
  return { latitude: to / radians, longitude: ((east + 540) % 360) - 180 };
}

/** Inserts toll plazas at places, with ids `P0`, `P1`, …; answers their ids in that order. */
export async function insertPlazas(database: Database, places: readonly Place[], prefix = 'P', road = 'SR 528'): Promise<void> {
  const source = await newSource(database, { layer: 'toll_plazas' });
  await asSystem(
    database,
    `insert into platform.toll_plazas (source_id, plaza_id, name, road, latitude, longitude)
     select $1, $2 || (n - 1), 'Plaza ' || (n - 1), $3, latitude, longitude
     from unnest($4::double precision[], $5::double precision[]) with ordinality as t (latitude, longitude, n)`,
    [source.id, prefix, road, places.map((one) => one.latitude), places.map((one) => one.longitude)],
  );
}
