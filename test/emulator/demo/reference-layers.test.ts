import { loadReferenceLayers } from '@wheelhouse/emulator/demo/reference-layers.ts';
import { withTenant } from '@wheelhouse/shared/db/scope.ts';
import { type LayerName, layers, nearest } from '@wheelhouse/shared/domains/telematics/layers/index.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type OwnDatabase, ownDatabase } from '../../harness/own-database.ts';

let own: OwnDatabase;

beforeAll(async () => {
  own = await ownDatabase();
});
afterAll(() => own.close());

it('The demo has a few dozen records in the layers, which any organisation can ask for', async () => {
  const now = new Date('2026-03-03T00:00:00Z');
  await loadReferenceLayers(own.database, now);
  await loadReferenceLayers(own.database, now);
  const { tenantId } = await own.newTenant();
  const scope = {
    tenantId,
    actor: { kind: 'system', reason: 'test' },
    databaseRole: 'driver_user',
    request: { operation: 'test' },
  } as const;
  const orlando = { latitude: 28.54, longitude: -81.38 };
  const counts = await withTenant(own.database, scope, async (tx) => {
    const found: Record<string, number> = {};
    for (const layer of Object.keys(layers) as LayerName[]) found[layer] = (await nearest(tx, layer, orlando, 100)).length;
    return found;
  });
  expect(counts).toEqual({ traffic_cameras: 36, weather_stations: 12, ev_charging_stations: 39, toll_plazas: 30 });
});
