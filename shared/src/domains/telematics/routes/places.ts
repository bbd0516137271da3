import { z } from 'zod';
import type { Tx } from '../../../db/scope.ts';
import { invalidField } from '../../../errors.ts';
import { placeSchema } from './stops.ts';

export type NamedPlace = z.output<typeof placeSchema>;

/** A place by its coordinates, or the depot that stands there. */
export const placeInput = z.union([placeSchema, z.strictObject({ depotId: z.guid() })]);

/** Coordinates and name of a place. @throws 422 for a depot that does not exist, naming `path` */
export async function placeOf(tx: Tx, place: z.output<typeof placeInput>, path: string): Promise<NamedPlace> {
  if ('latitude' in place) return place;
  const depot = await depotPlace(tx, place.depotId);
  if (!depot) throw invalidField(path, `There is no depot ${place.depotId}.`, 'not_found');
  return depot;
}

/** Where a depot is; undefined where there is none. */
export async function depotPlace(tx: Tx, depotId: string): Promise<NamedPlace | undefined> {
  const [depot] = await tx.query<Required<NamedPlace>>(
    `select coordinates[1] as latitude, coordinates[0] as longitude, depot_name as name from depots where id = $1`,
    [depotId],
  );
  return depot;
}
