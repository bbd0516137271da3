import { createReadStream } from 'node:fs';
import type { Database } from '@wheelhouse/shared/db/database.ts';
import { withSystem } from '@wheelhouse/shared/db/scope.ts';
import { type ImportSource, importFeed } from '@wheelhouse/shared/domains/telematics/layers/index.ts';

type Feed = Pick<ImportSource, 'layer' | 'format' | 'url'> & {
  name: string;
  file: string;
  fieldMapping?: ImportSource['fieldMapping'];
};

/** The public feeds, and the records of their forms that are shipped in place of them. */
const feeds: readonly Feed[] = [
  {
    name: 'FL511 traffic cameras',
    layer: 'traffic_cameras',
    format: 'fl511_list',
    url: 'https://fl511.com/List/GetData/Cameras?start=0&length=100',
    file: 'fl511-cameras.json',
  },
  {
    name: 'NWS stations of Florida',
    layer: 'weather_stations',
    format: 'nws_stations',
    url: 'https://api.weather.gov/stations?state=FL&limit=500',
    file: 'nws-stations.json',
  },
  {
    name: 'NWS observations',
    layer: 'weather_stations',
    format: 'nws_observations',
    url: 'https://api.weather.gov/stations/{stationId}/observations/latest',
    file: 'nws-observations.json',
  },
  {
    name: 'AFDC charging stations',
    layer: 'ev_charging_stations',
    format: 'afdc_json',
    url: 'https://developer.nrel.gov/api/alt-fuel-stations/v1.json?fuel_type=ELEC&status=E&limit=all&api_key=DEMO_KEY',
    file: 'afdc-stations.json',
  },
  {
    name: 'Toll plazas of Florida’s Turnpike',
    layer: 'toll_plazas',
    format: 'geojson',
    url: 'https://services1.arcgis.com/O1JpcwDW8sjYuddV/ArcGIS/rest/services/TurnpikeBaseData/FeatureServer/10/query?where=1%3D1&outFields=*&outSR=4326&f=geojson',
    file: 'toll-plazas.geojson',
    fieldMapping: { plazaId: 'OBJECTID', name: 'LABEL', road: 'FACILITY' },
  },
];

const directory = new URL('../../fixtures/layers/', import.meta.url);

/**
 * Registers the public feeds of the reference layers and loads the shipped records of their forms, so that the layers answer without a
 * network. The sources are not active: an operator who activates one gets the real records. Safe to repeat; a source that an
 * operator has activated is left alone.
 */
export async function loadReferenceLayers(database: Database, now: Date): Promise<void> {
  const reason = 'demo: reference layers';
  for (const { file, ...feed } of feeds) {
    const source = await withSystem(database, reason, async (tx) => {
      await tx.query(
        `insert into platform.layer_sources (name, layer, format, url, field_mapping, is_active) values ($1, $2, $3, $4, $5, false)
         on conflict (name) do nothing`,
        [feed.name, feed.layer, feed.format, feed.url, JSON.stringify(feed.fieldMapping ?? {})],
      );
      const [row] = await tx.query<ImportSource & { inUse: boolean }>(
        `select id, layer, format, url, id_prefix as "idPrefix", field_mapping as "fieldMapping", grace_days as "graceDays",
           is_active or last_success_at is not null as "inUse" from platform.layer_sources where name = $1`,
        [feed.name],
      );
      return row;
    });
    if (!source || source.inUse) continue;
    const page = { url: feed.url, body: createReadStream(new URL(file, directory)) as AsyncIterable<Buffer> };
    await importFeed({ inScope: (fn) => withSystem(database, reason, fn), now }, source, one(page));
  }
}

async function* one<T>(value: T): AsyncGenerator<T> {
  yield value;
}
