import type { TrackPoint } from '../track.ts';
import { decimal, xmlText } from '../xml.ts';
import type { Format } from './format.ts';

const kphPerMetrePerSecond = 3.6;

/**
 * GPX 1.1 (https://www.topografix.com/GPX/1/1/): a track, a segment for each stretch without silence. Speed in m/s and course stand in
 * Garmin's TrackPointExtension v2, as GPX itself has no place for them.
 */
export const gpx: Format = {
  mediaType: 'application/gpx+xml',
  extension: 'gpx',
  async *write({ name, description }, pages) {
    yield `<?xml version="1.0" encoding="UTF-8"?>
<gpx version="1.1" creator="Wheelhouse" xmlns="http://www.topografix.com/GPX/1/1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:gpxtpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v2" xsi:schemaLocation="http://www.topografix.com/GPX/1/1 http://www.topografix.com/GPX/1/1/gpx.xsd http://www.garmin.com/xmlschemas/TrackPointExtension/v2 http://www8.garmin.com/xmlschemas/TrackPointExtensionv2.xsd">
<trk><name>${xmlText(name)}</name><desc>${xmlText(description)}</desc><trkseg>
`;
    for await (const page of pages) yield page.map(pointOf).join('');
    yield '</trkseg></trk>\n</gpx>\n';
  },
};

/** The order of the elements is the schema's. */
function pointOf({ latitude, longitude, altitudeM, recordedMs, speedKph, headingDeg, afterGap }: TrackPoint): string {
  const elevation = altitudeM === null ? '' : `<ele>${decimal(altitudeM, 2)}</ele>`;
  const speed = speedKph === null ? '' : `<gpxtpx:speed>${decimal(speedKph / kphPerMetrePerSecond, 3)}</gpxtpx:speed>`;
  const course = headingDeg === null ? '' : `<gpxtpx:course>${decimal(headingDeg, 1)}</gpxtpx:course>`;
  const extension =
    speed || course ? `<extensions><gpxtpx:TrackPointExtension>${speed}${course}</gpxtpx:TrackPointExtension></extensions>` : '';
  return `${afterGap ? '</trkseg><trkseg>\n' : ''}<trkpt lat="${decimal(latitude, 7)}" lon="${decimal(longitude, 7)}">${elevation}<time>${new Date(recordedMs).toISOString()}</time>${extension}</trkpt>
`;
}
