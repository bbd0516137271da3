import type { Tx } from '../../../db/scope.ts';
import type { FenceVersion } from '../fold/geofences/fences.ts';
import { Environments } from '../fold-store/environment.ts';
import type { Place } from '../geo/haversine.ts';
import type { Geocoder } from './geocoder.ts';

/** A vehicle this close to the point of a depot is at the depot. */
const depotRadiusM = 500;

/** Names places by the organisation's own sites: the smallest fence around them, else the nearest depot within 500 m. */
export function ownSites(environments = new Environments()): Geocoder {
  return {
    async reverse(tx, places) {
      const fences = await fenceNames(tx, places, environments);
      if (fences.every((name) => name !== null)) return fences;
      const depots = await depotNames(tx, places);
      return fences.map((name, index) => name ?? depots[index] ?? null);
    },
  };
}

async function fenceNames(tx: Tx, places: readonly Place[], environments: Environments): Promise<(string | null)[]> {
  const tenantId = tx.scope?.tenantId;
  if (!tenantId) throw new Error('Places are named in the scope of a tenant; this is work across tenants.');
  const { fences } = await environments.refresh(tx, tenantId);
  const around = places.map((place) =>
    smallest(fences.around(place).filter(({ validToMs, shape }) => validToMs === null && shape.contains(place))),
  );
  const ids = around.flatMap((fence) => (fence ? [fence.geofenceId] : []));
  if (ids.length === 0) return places.map(() => null);
  const rows = await tx.query<{ id: string; name: string }>('select id, name from geofences where id = any($1::uuid[])', [ids]);
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  return around.map((fence) => (fence ? (names.get(fence.geofenceId) ?? null) : null));
}

function smallest(fences: readonly FenceVersion[]): FenceVersion | undefined {
  return fences.toSorted((a, b) => a.shape.depthM - b.shape.depthM || (a.geofenceId < b.geofenceId ? -1 : 1))[0];
}

async function depotNames(tx: Tx, places: readonly Place[]): Promise<(string | null)[]> {
  // Nine decimals, as the sine of a smaller angle underflows.
  const point = (latitude: string, longitude: string) =>
    `ll_to_earth(round(${latitude}::numeric, 9)::float8, round(${longitude}::numeric, 9)::float8)`;
  const rows = await tx.query<{ name: string | null }>(
    `select (
       select d.depot_name from depots d
       where d.is_active and earth_distance(${point('d.coordinates[1]', 'd.coordinates[0]')}, ${point('p.latitude', 'p.longitude')}) <= $3
       order by earth_distance(${point('d.coordinates[1]', 'd.coordinates[0]')}, ${point('p.latitude', 'p.longitude')}), d.id limit 1
     ) as name
     from unnest($1::float8[], $2::float8[]) with ordinality as p (latitude, longitude, position)
     order by p.position`,
    [places.map(({ latitude }) => latitude), places.map(({ longitude }) => longitude), depotRadiusM],
  );
  return rows.map(({ name }) => (name === null || /depot/i.test(name) ? name : `Depot ${name}`));
}
