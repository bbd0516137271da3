import { z } from 'zod';
import { notFound } from '../../../errors.ts';
import { streamedVerb } from '../../../resource/streamed-verb.ts';
import { formatNames, formats } from '../reading/formats/index.ts';
import { rangeFields, rangeOf } from '../reading/range.ts';
import { trackFile, vehicleName } from '../reading/track-file.ts';

export const exportTrack = streamedVerb({
  name: 'export',
  on: 'vehicle-locations',
  target: 'collection',
  permission: 'location.read',
  summary: 'Where one vehicle was, as a file',
  description:
    'GPX 1.1, KML 2.2, GeoJSON (RFC 7946) or CSV (RFC 4180), of every position of the range. A silence of ten minutes ends a line.',
  input: z.strictObject({
    vehicleId: z.guid(),
    ...rangeFields,
    format: z.enum(formatNames),
    includeImplausible: z.boolean().default(false).describe('Also fixes that no vehicle can have driven to'),
  }),
  mediaTypes: [formats.gpx.mediaType, formats.kml.mediaType, formats.geojson.mediaType, formats.csv.mediaType],
  run: async ({ input: { vehicleId, format, includeImplausible, ...range }, inScope, signal }) => {
    const { from, to } = rangeOf(range);
    const name = await inScope((tx) => vehicleName(tx, vehicleId));
    if (name === undefined) throw notFound('Vehicle', vehicleId);
    return trackFile({ track: { vehicleId, from, to, includeImplausible }, name, format, inScope, signal });
  },
});
