import { createRequire } from 'node:module';
import { csvText } from '@wheelhouse/shared/domains/telematics/reading/formats/csv.ts';
import { formatNames } from '@wheelhouse/shared/domains/telematics/reading/formats/index.ts';
import { decimal, xmlText } from '@wheelhouse/shared/domains/telematics/reading/xml.ts';
import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { newTenant, principalOf, testApi } from '../../../../harness/index.ts';
import { insertRow } from '../../../../harness/rows.ts';
import { at, drive, type Fix, readerOf, readingDomain, reject, start } from './support.ts';

// The parser belongs to the workspace that reads such files.
const ofShared = createRequire(new URL('../../../../../shared/package.json', import.meta.url));
const { parse: parseCsv } = ofShared('csv-parse/sync') as { parse(text: string, options: object): unknown };

const xml = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@', parseTagValue: false });

function parseXml(text: string) {
  expect(XMLValidator.validate(text)).toBe(true);
  return xml.parse(text);
}

const path = (vehicleId: string, format: string, more = '') =>
  `/v1/vehicle-locations:export?vehicleId=${vehicleId}&from=${at(0)}&to=${at(86_000)}&format=${format}${more}`;

const fixes: Fix[] = [
  { at: 0, latitude: 6.5, longitude: 3.25, altitudeM: 41.5, speedKph: 36, headingDeg: 90 },
  { at: 1, latitude: 0.0000001, longitude: -0.00000002, altitudeM: -3 },
  { at: 2, latitude: -33.8688197, longitude: 151.2092955, altitudeM: 7, deviceId: '=cmd()' },
  // After a silence of twenty minutes.
  { at: 1202, latitude: 6.6, longitude: 3.3, altitudeM: 1 },
];

async function exported(format: string, driven: readonly Fix[] = fixes) {
  const reader = await readerOf();
  await drive(reader.tenant, reader.vehicleId, driven);
  return { ...reader, answer: await reader.call('GET', path(reader.vehicleId, format)) };
}

describe('The export of a track', () => {
  it('as GPX 1.1 has a segment for each stretch, in the order of the schema', async () => {
    const { answer } = await exported('gpx');
    expect(answer.headers.get('content-type')).toBe('application/gpx+xml');
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="Van-7-Co-${at(0).slice(0, 10)}.gpx"`);
    const { gpx } = parseXml(answer.text);
    expect(gpx).toMatchObject({ '@version': '1.1', '@creator': 'Wheelhouse', '@xmlns': 'http://www.topografix.com/GPX/1/1' });
    expect(xmlOf(gpx.trk.name)).toBe('Van <7> & "Co"');
    expect(Object.keys(gpx.trk)).toEqual(['name', 'desc', 'trkseg']);
    const [first, second] = gpx.trk.trkseg;
    expect(first.trkpt).toHaveLength(3);
    expect(Object.keys(first.trkpt[0])).toEqual(['ele', 'time', 'extensions', '@lat', '@lon']);
    expect(first.trkpt[0]).toMatchObject({
      '@lat': '6.5',
      '@lon': '3.25',
      ele: '41.5',
      time: at(0),
      extensions: { 'gpxtpx:TrackPointExtension': { 'gpxtpx:speed': '10', 'gpxtpx:course': '90' } },
    });
    // xsd:decimal has no exponents.
    expect(first.trkpt[1]).toMatchObject({ '@lat': '0.0000001', '@lon': '-0', ele: '-3' });
    expect(second.trkpt).toMatchObject({ '@lat': '6.6', time: at(1202) });
  });

  it('as KML 2.2 has a track with a time for each place', async () => {
    const { answer } = await exported('kml');
    expect(answer.headers.get('content-type')).toBe('application/vnd.google-earth.kml+xml');
    const { kml } = parseXml(answer.text);
    expect(kml['@xmlns']).toBe('http://www.opengis.net/kml/2.2');
    const [first, second] = kml.Document.Placemark;
    expect(Object.keys(first['gx:Track'])).toEqual(['altitudeMode', 'when', 'gx:coord']);
    expect(first['gx:Track']).toMatchObject({
      altitudeMode: 'absolute',
      when: [at(0), at(1), at(2)],
      'gx:coord': ['3.25 6.5 41.5', '-0 0.0000001 -3', '151.2092955 -33.8688197 7'],
    });
    expect(second['gx:Track']).toMatchObject({ when: at(1202), 'gx:coord': '3.3 6.6 1' });
  });

  it('as GeoJSON has lines with their times beside them', async () => {
    const { answer, vehicleId } = await exported('geojson');
    expect(answer.headers.get('content-type')).toBe('application/geo+json');
    expect(answer.body).toMatchObject({
      type: 'FeatureCollection',
      features: [
        {
          type: 'Feature',
          geometry: {
            type: 'LineString',
            coordinates: [
              [3.25, 6.5, 41.5],
              [-0.00000002, 0.0000001, -3],
              [151.2092955, -33.8688197, 7],
            ],
          },
          properties: {
            vehicleId,
            startedAt: at(0),
            endedAt: at(2),
            coordinateProperties: { times: [at(0), at(1), at(2)], speedsKph: [36, null, null] },
          },
        },
        { geometry: { type: 'Point', coordinates: [3.3, 6.6, 1] } },
      ],
    });
  });

  it('as CSV has a line a position, and no cell that a spreadsheet would run', async () => {
    const { answer } = await exported('csv');
    expect(answer.headers.get('content-type')).toBe('text/csv');
    expect(answer.text.split('\r\n')).toHaveLength(fixes.length + 2);
    const rows = parseCsv(answer.text, { columns: true }) as Record<string, string>[];
    expect(rows[0]).toEqual({
      recordedAt: at(0),
      latitude: '6.5',
      longitude: '3.25',
      altitudeM: '41.5',
      speedKph: '36',
      headingDeg: '90',
      accuracyM: '',
      odometerKm: '',
      source: 'device',
      deviceId: 'GPS-1',
    });
    expect(rows[2]?.deviceId).toBe("'=cmd()");
  });

  it.each(formatNames)('as %s is well formed where the vehicle was nowhere', async (format) => {
    const { answer } = await exported(format, []);
    expect(answer.status).toBe(200);
    if (answer.headers.get('content-type')?.endsWith('xml')) parseXml(answer.text);
    else if (format === 'geojson') expect(answer.body).toEqual({ type: 'FeatureCollection', features: [] });
    else expect(parseCsv(answer.text, { columns: true })).toEqual([]);
  });

  it('has every position once over many pages, and its lines join', async () => {
    const many = Array.from({ length: 4_500 }, (_, index) => ({ at: index, latitude: 6 + index / 1e5, longitude: 3 }));
    const { call, vehicleId, answer } = await exported('geojson', many);
    const lines = answer.body.features.map((feature: { geometry: { coordinates: number[][] } }) => feature.geometry.coordinates);
    expect(lines.map((line: number[][]) => line.length)).toEqual([2_000, 2_001, 501]);
    for (const [index, line] of lines.slice(1).entries()) expect(line[0]).toEqual(lines[index].at(-1));
    const csv = parseCsv((await call('GET', path(vehicleId, 'csv'))).text, { columns: true }) as Record<string, string>[];
    expect(csv.map(({ recordedAt }) => recordedAt)).toEqual(many.map(({ at: seconds }) => at(seconds)));
  });

  it('leaves out fixes that cannot be true, unless they are asked for', async () => {
    const { tenant, vehicleId, call } = await readerOf();
    const ids = await drive(tenant, vehicleId, fixes);
    await reject(tenant, vehicleId, ids[1] as string);
    const lines = async (more: string) => (await call('GET', path(vehicleId, 'csv', more))).text.split('\r\n').length - 2;
    expect(await lines('')).toBe(fixes.length - 1);
    expect(await lines('&includeImplausible=true')).toBe(fixes.length);
  });

  it('is a problem detail for another organisation, a range that is none, an unknown format and callers without the permission', async () => {
    const { vehicleId, tenant, client, call } = await readerOf();
    const stranger = client(principalOf(await newTenant()));
    expect(await stranger('GET', path(vehicleId, 'gpx'))).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect((await call('GET', path(vehicleId, 'shp'))).status).toBe(422);
    expect((await call('GET', path(vehicleId, 'gpx').replace(/to=[^&]*/, `to=${start.toISOString()}`))).status).toBe(422);
    expect((await client(principalOf(tenant, { permissions: ['vehicle.read'] }))('GET', path(vehicleId, 'gpx'))).status).toBe(
      403,
    );
  });
});

describe('The export of a trip', () => {
  it('has the positions from its start to its end, both included', async () => {
    const { tenant, vehicleId, call } = await readerOf();
    await drive(
      tenant,
      vehicleId,
      [0, 10, 20, 30].map((seconds) => ({ at: seconds, latitude: 6, longitude: 3 })),
    );
    const tripId = await tenant.run((tx) =>
      insertRow(tx, tenant.tenantId, 'trips', {
        vehicle_id: vehicleId,
        started_at: at(10),
        ended_at: at(20),
        detected_at: at(20),
      }),
    );
    const answer = await call('GET', `/v1/trips/${tripId}:export?format=csv`);
    const rows = parseCsv(answer.text, { columns: true }) as Record<string, string>[];
    expect(rows.map(({ recordedAt }) => recordedAt)).toEqual([at(10), at(20)]);
    const stranger = testApi([readingDomain]).client(principalOf(await newTenant()));
    expect((await stranger('GET', `/v1/trips/${tripId}:export?format=gpx`)).status).toBe(404);
  });
});

/** fast-xml-parser leaves numeric references as they are. */
const xmlOf = (text: string) => text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));

describe('Text of a file', () => {
  it('is well-formed XML whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const escaped = xmlText(text);
        expect(XMLValidator.validate(`<a b="${escaped}">${escaped}</a>`)).toBe(true);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
        expect(escaped).not.toMatch(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff<>"']/);
      }),
    );
  });

  it('is the same cell again when CSV is read, and never begins like a formula', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (text) => {
        const [[cell]] = parseCsv(`${csvText(text)},x\r\n`, { record_delimiter: '\r\n' }) as [[string]];
        expect(cell.replace(/^'/, '')).toBe(/^[=+\-@\t\r\n]/.test(text) ? text : text.replace(/^'/, ''));
        expect(cell).not.toMatch(/^[=+\-@\t\r\n]/);
      }),
    );
  });

  it('has numbers without exponents', () => {
    fc.assert(
      fc.property(fc.double({ min: -180, max: 180, noNaN: true }), (value) => {
        expect(decimal(value, 7)).toMatch(/^-?\d+(\.\d+)?$/);
        expect(Math.abs(Number(decimal(value, 7)) - value)).toBeLessThan(1e-7);
      }),
    );
    expect([decimal(100, 2), decimal(0, 2), decimal(10.5, 2)]).toEqual(['100', '0', '10.5']);
  });
});
