import type { ApiClient } from './client.ts';

/** Where a device's vehicle was when it was last heard of. */
export type LastSeen = { recordedAt: Date; latitude: number; longitude: number; odometerKm?: number };

type Vehicle = { id: string; primaryDeviceId: string | null };
type State = { vehicleId: string; recordedAt: string; latitude: number; longitude: number; odometerKm: number | null };

/** The primary devices of an organisation's vehicles, and where each was last seen; `undefined`: never. */
export async function lastSeen(api: ApiClient): Promise<Map<string, LastSeen | undefined>> {
  const vehicles = await allOf<Vehicle>(api, 'vehicles', 'id,primaryDeviceId');
  const states = await allOf<State>(api, 'vehicle-states', 'vehicleId,recordedAt,latitude,longitude,odometerKm');
  const byVehicle = new Map(states.map((state) => [state.vehicleId, state]));
  return new Map(
    vehicles.flatMap(({ id, primaryDeviceId }) => (primaryDeviceId ? [[primaryDeviceId, seen(byVehicle.get(id))] as const] : [])),
  );
}

function seen(state: State | undefined): LastSeen | undefined {
  if (!state) return undefined;
  const { recordedAt, latitude, longitude, odometerKm } = state;
  return { recordedAt: new Date(recordedAt), latitude, longitude, ...(odometerKm !== null && { odometerKm }) };
}

async function allOf<T>(api: ApiClient, resource: string, fields: string): Promise<T[]> {
  const rows: T[] = [];
  let cursor: string | null = null;
  do {
    const path: string = `/v1/${resource}?fields=${fields}&limit=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`;
    const page: { data: T[]; page: { nextCursor: string | null } } = await api.get(path);
    rows.push(...page.data);
    cursor = page.page.nextCursor;
  } while (cursor);
  return rows;
}
