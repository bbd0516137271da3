import type { feedFormats } from '../../tables/index.ts';
import { afdcCsv, afdcJson } from './afdc.ts';
import { cameras511, fl511List } from './cameras.ts';
import type { Format } from './format.ts';
import { geojson } from './geojson.ts';
import { nwsObservations, nwsStations } from './nws.ts';

export type FormatName = (typeof feedFormats)[number];

/** The forms of feeds, by the words that a source names them with. */
export const formats: Readonly<Record<FormatName, Format>> = {
  fl511_list: fl511List,
  '511_cameras': cameras511,
  nws_stations: nwsStations,
  nws_observations: nwsObservations,
  afdc_json: afdcJson,
  afdc_csv: afdcCsv,
  geojson,
};
