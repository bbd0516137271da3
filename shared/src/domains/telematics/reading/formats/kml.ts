import type { TrackPoint } from '../track.ts';
import { decimal, xmlText } from '../xml.ts';
import type { Format } from './format.ts';
import { linesOf } from './lines.ts';

/**
 * KML 2.2 (OGC 07-147r2) with Google's extension gx:Track, which gives each position its time
 * (https://developers.google.com/kml/documentation/kmlreference#gxtrack).
 */
export const kml: Format = {
  mediaType: 'application/vnd.google-earth.kml+xml',
  extension: 'kml',
  async *write({ name, description }, pages) {
    yield `<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2">
<Document><name>${xmlText(name)}</name><description>${xmlText(description)}</description>
<Style id="track"><LineStyle><color>ff0000ff</color><width>4</width></LineStyle></Style>
`;
    for await (const line of linesOf(pages)) yield placemarkOf(line);
    yield '</Document>\n</kml>\n';
  },
};

/** All times come before all places: so the schema wants it. */
function placemarkOf(line: TrackPoint[]): string {
  const hasAltitude = line.every(({ altitudeM }) => altitudeM !== null);
  const times = line.map(({ recordedMs }) => `<when>${new Date(recordedMs).toISOString()}</when>`);
  const places = line.map(
    ({ longitude, latitude, altitudeM }) =>
      `<gx:coord>${decimal(longitude, 7)} ${decimal(latitude, 7)} ${decimal(hasAltitude ? (altitudeM ?? 0) : 0, 2)}</gx:coord>`,
  );
  return `<Placemark><styleUrl>#track</styleUrl><gx:Track><altitudeMode>${hasAltitude ? 'absolute' : 'clampToGround'}</altitudeMode>
${times.join('\n')}
${places.join('\n')}
</gx:Track></Placemark>
`;
}
