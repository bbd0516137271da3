import { csv } from './csv.ts';
import type { Format } from './format.ts';
import { geojson } from './geojson.ts';
import { gpx } from './gpx.ts';
import { kml } from './kml.ts';

export const formatNames = ['gpx', 'kml', 'geojson', 'csv'] as const;

/** The files that a track can be had as. */
export const formats: Readonly<Record<(typeof formatNames)[number], Format>> = { gpx, kml, geojson, csv };
