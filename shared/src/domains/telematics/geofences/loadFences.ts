import type { Tx } from '../../../db/scope.ts';
import { createFences, type Fences } from '../fold/geofences/fences.ts';
import { retentionDays } from '../message/index.ts';
import { fenceOf, type VersionRow } from './fenceOf.ts';

/** Reads the fences of a tenant in its scope: all versions by which a reading that is still kept may be judged. */
export async function loadFences(tx: Tx): Promise<Fences> {
  const rows = await tx.query<VersionRow>(
    `select geofence_id, (extract(epoch from valid_from) * 1000)::float8 as valid_from_ms,
       (extract(epoch from valid_to) * 1000)::float8 as valid_to_ms, fence
     from geofence_versions where valid_to is null or valid_to > now() - make_interval(days => $1)
     order by geofence_id, valid_from`,
    [retentionDays],
    'load_fences',
  );
  return createFences(rows.map(fenceOf));
}
