import { readFileSync } from 'node:fs';
import { distanceM } from '@wheelhouse/emulator/devices/geometry.ts';
import { loadRoute, loadTrace, replayTrace, roadRoute, routeIds, traceIds } from '@wheelhouse/emulator/devices/index.ts';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { describe, expect, test } from 'vitest';

const fixtures = new URL('../../../emulator/fixtures/', import.meta.url);
const readme = readFileSync(new URL('README.md', fixtures), 'utf8');

describe.each(traceIds())('the recorded trace %s', (id) => {
  const trace = loadTrace(id);

  test('has hundreds of points in order of time, at places and speeds that exist', () => {
    expect(trace.points.length).toBeGreaterThan(500);
    for (const [i, point] of trace.points.entries()) {
      const before = trace.points[i - 1];
      if (!before) continue;
      const seconds = (Date.parse(point.recordedAt) - Date.parse(before.recordedAt)) / 1000;
      expect(seconds).toBeGreaterThan(0);
      expect((distanceM(before, point) / seconds) * 3.6).toBeLessThan(160);
    }
  });

  test('becomes batches that hold every point once and in order', () => {
    const batches = replayTrace({ trace, tenantId: 'a', deviceId: 'truck-1', batchSize: 100 });
    expect(batches.slice(0, -1).every(({ readings }) => readings.length === 100)).toBe(true);
    const readings = batches.flatMap((batch) => batch.readings);
    expect(readings.map(({ recordedAt, position }) => ({ recordedAt, ...position }))).toEqual(trace.points);
    expect(readings.map(({ sequence }) => sequence)).toEqual(trace.points.map((_, i) => i + 1));
    expect(batches[0]).toMatchObject({ version: 1, tenantId: 'a', deviceId: 'truck-1' });
  });

  test('is named in the README with its licence', () => expect(readme).toContain(`traces/${id}.json`));
});

describe.each(routeIds())('the road %s', (id) => {
  test('is kilometres long, without gaps', () => {
    const route = loadRoute(id);
    expect(route.lengthM).toBeGreaterThan(5_000);
    expect(Math.max(...route.distancesM.slice(1).map((alongM, i) => alongM - route.distancesM[i]!))).toBeLessThan(2_500);
  });

  test('is named in the README with its licence', () => expect(readme).toContain(`routes/${id}.json`));
});

test('the PDF has many pages of text that can be read', async () => {
  const data = new Uint8Array(readFileSync(new URL('documents/gpsd-json-protocol-manual.pdf', fixtures)));
  const loading = getDocument({ data, verbosity: 0 });
  const pdf = await loading.promise;
  expect(pdf.numPages).toBe(28);
  const { items } = await (await pdf.getPage(1)).getTextContent();
  expect(items.map((item) => ('str' in item ? item.str : '')).join(' ')).toContain('gpsd request/response protocol');
  await loading.destroy();
});

test('what does not exist or cannot be driven is refused', () => {
  expect(() => loadRoute('../traces/santa-monica-bicycle')).toThrow('there is no ../traces/santa-monica-bicycle');
  expect(() => loadTrace('nowhere')).toThrow('there are: linkoping-mjolby-car, santa-monica-bicycle');
  expect(() => roadRoute([{ latitude: 1, longitude: 1 }])).toThrow('two points or more');
  expect(() => replayTrace({ trace: loadTrace('santa-monica-bicycle'), tenantId: 'a', deviceId: 'b', batchSize: 0 })).toThrow(
    'batchSize is 0',
  );
});
