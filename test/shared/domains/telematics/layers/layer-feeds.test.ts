import { csvRecords } from '@wheelhouse/shared/domains/telematics/layers/feed/csvRecords.ts';
import { jsonRecords } from '@wheelhouse/shared/domains/telematics/layers/feed/jsonRecords.ts';
import { mayAsk } from '@wheelhouse/shared/domains/telematics/layers/feed/publicAddress.ts';
import type { Envelope, RawRecord } from '@wheelhouse/shared/domains/telematics/layers/formats/format.ts';
import { converted } from '@wheelhouse/shared/domains/telematics/layers/units.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

/** Bytes in pieces of a length, as a network brings them. */
async function* inPieces(text: string, length: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

async function all(records: AsyncGenerator<RawRecord, Envelope>): Promise<{ records: RawRecord[]; envelope: Envelope }> {
  const found: RawRecord[] = [];
  for (;;) {
    const step = await records.next();
    if (step.done) return { records: found, envelope: step.value };
    found.push(step.value);
  }
}

describe('A JSON feed', () => {
  it('gives the same records wherever the network cuts it, whatever they hold', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.jsonValue(), { maxLength: 6 }),
        fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 3 }),
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom(undefined, 1),
        async (values, before, length, indent) => {
          const document = { ...before, type: '"features": [', features: values, after: { features: [1] } };
          const read = await all(jsonRecords(inPieces(JSON.stringify(document, null, indent), length), 'features'));
          const wanted = JSON.parse(JSON.stringify(document)) as { features: unknown[] };
          expect(read.records).toEqual(wanted.features.map((value) => ({ value })));
          expect(read.envelope).toEqual({ ...wanted, features: [] });
          const root = await all(jsonRecords(inPieces(JSON.stringify(values, null, indent), length), undefined));
          expect(root.records).toEqual((JSON.parse(JSON.stringify(values)) as unknown[]).map((value) => ({ value })));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('loses only the element that is no JSON', async () => {
    const { records } = await all(
      jsonRecords(inPieces('{"data": [{"a": 1}, {"a": NaN}, , {"a": [3]}], "recordsTotal": 3}', 7), 'data'),
    );
    expect(records).toEqual([{ value: { a: 1 } }, { broken: 'malformed' }, { value: { a: [3] } }]);
  });

  it('passes over an element that is too large', async () => {
    const { records } = await all(jsonRecords(inPieces(`[1, "${'x'.repeat(1_100_000)}", 2]`, 65_536), undefined));
    expect(records).toEqual([{ value: 1 }, { broken: 'too_large' }, { value: 2 }]);
  });

  it('without the list is one record itself', async () => {
    expect((await all(jsonRecords(inPieces('{"type": "Feature"}', 5), 'features'))).records).toEqual([
      { value: { type: 'Feature' } },
    ]);
  });

  it.each([
    ['ends in the middle of a record', '{"features": [{"a": 1}, {"b"'],
    ['ends in the middle of the list', '{"features": [{"a": 1},'],
    ['is a page of HTML', '<html><body>maintenance</body></html>'],
    ['is empty', ''],
  ])('that %s is refused', async (_, text) => {
    await expect(all(jsonRecords(inPieces(text, 8), 'features'))).rejects.toThrow(/ends in the middle/);
  });

  it('with much of something else is refused before it fills the memory', async () => {
    async function* endless(): AsyncGenerator<Buffer> {
      yield Buffer.from('{"other": "');
      for (;;) yield Buffer.alloc(100_000, 'x');
    }
    await expect(all(jsonRecords(endless(), 'features'))).rejects.toThrow(/No list features/);
  });
});

describe('A CSV feed', () => {
  it('gives rows by the names of its header, quoted fields and line ends included', async () => {
    const text = '\ufeffID,Station Name,EV DC Fast Count\r\n1,"Say ""hi"", there\nyou",\r\n2,Plain,4\r\n3,short\r\n';
    const { records } = await all(csvRecords(inPieces(text, 3)));
    expect(records).toEqual([
      { value: { id: '1', station_name: 'Say "hi", there\nyou', ev_dc_fast_count: null } },
      { value: { id: '2', station_name: 'Plain', ev_dc_fast_count: '4' } },
      { broken: 'malformed' },
    ]);
  });

  it('whose quote never closes is refused, and so is a failure on the way', async () => {
    await expect(all(csvRecords(inPieces('id,name\n1,"never', 4)))).rejects.toThrow(/No CSV/);
    async function* breaking(): AsyncGenerator<Buffer> {
      yield Buffer.from('id,name\n1,a\n');
      throw new Error('the line went dead');
    }
    await expect(all(csvRecords(breaking()))).rejects.toThrow(/line went dead/);
  });
});

describe('Units', () => {
  it.each([
    ['temperatureC', 72, 'degF', 22.222222],
    ['temperatureC', 21.1, 'wmoUnit:degC', 21.1],
    ['temperatureC', 273.15, 'unit:K', 0],
    ['windSpeedKph', 5, 'wmoUnit:m_s-1', 18],
    ['windSpeedKph', 16.56, 'wmoUnit:km_h-1', 16.56],
    ['windSpeedKph', 10, 'mph', 16.09344],
    ['windSpeedKph', 10, 'kt', 18.52],
    ['visibilityM', 10, 'mi', 16093.44],
    ['visibilityM', 16093.44, 'wmoUnit:m', 16093.44],
    ['visibilityM', 1, 'degC', undefined],
    ['visibilityM', 1, 'toString', undefined],
  ] as const)('%s of %d %s is %d', (column, value, unit, wanted) => {
    expect(converted(column, value, unit)).toBe(wanted);
  });
});

describe('An address', () => {
  it.each(['8.8.8.8', '151.101.1.1', '2606:4700::1111'])('%s of the internet may be asked', (address) => {
    expect(mayAsk(address, false)).toBe(true);
  });

  it.each(['127.0.0.1', '10.1.2.3', '169.254.169.254', '192.168.1.1', '::1', 'fd00::1', 'fe80::1', '::ffff:10.0.0.1', '0.0.0.0'])(
    '%s of an inside network may not',
    (address) => {
      expect(mayAsk(address, false)).toBe(false);
    },
  );

  it('of this machine may be asked in development', () => {
    expect(mayAsk('127.0.0.1', true)).toBe(true);
    expect(mayAsk('10.1.2.3', true)).toBe(false);
  });
});
