import { type Box, isInside } from '../reading/bbox.ts';
import type { Change } from './change.ts';

export type Wanted = {
  /** What the reader may see. */
  subjectTypes: ReadonlySet<string>;
  /** `trip.started`, or `trip.*` for all about trips. */
  types?: readonly string[] | undefined;
  vehicleIds?: readonly string[] | undefined;
  box?: Box | undefined;
};

/**
 * Whether a reader wants a change. Through a box, a reader is also told the state with which a vehicle has left it. What has no place
 * (most events of trips) is in no box.
 */
export function changeFilter({ subjectTypes, types, vehicleIds, box }: Wanted): (change: Change) => boolean {
  const ofVehicles = vehicleIds && new Set(vehicleIds.map((id) => id.toLowerCase()));
  const ofTypes = types && new Set(types);
  const inside = new Set<string>();
  return ({ type, subjectType, vehicleId, latitude, longitude }) => {
    if (!subjectTypes.has(subjectType)) return false;
    if (ofTypes && !ofTypes.has(type) && !ofTypes.has(`${type.split('.')[0]}.*`)) return false;
    if (ofVehicles && !(vehicleId && ofVehicles.has(vehicleId))) return false;
    if (!box) return true;
    const isIn = latitude !== null && longitude !== null && isInside(box, latitude, longitude);
    if (subjectType !== 'vehicleState' || vehicleId === null) return isIn;
    if (!isIn) return inside.delete(vehicleId);
    inside.add(vehicleId);
    return true;
  };
}
