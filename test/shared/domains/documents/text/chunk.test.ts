import { chunkPages, documentText } from '@wheelhouse/shared/domains/documents/text/chunk.ts';
import type { ReadText } from '@wheelhouse/shared/domains/documents/text/open-document.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';

const word = fc.oneof(
  { weight: 8, arbitrary: fc.stringMatching(/^[A-Za-z]{1,12}[.,!?]?$/) },
  { weight: 1, arbitrary: fc.constantFrom('保養手冊每日檢查', '1.2', '#', 'ÉTÉ', 'x'.repeat(300), '🚗') },
);
const separator = fc.constantFrom(' ', ' ', ' ', '\t', '\t', '\n', '\n\n', ' \n \n', '\n\n\n');
const pageText = fc.array(fc.tuple(word, separator), { maxLength: 150 }).map((parts) => parts.flat().join(''));
const pages: fc.Arbitrary<ReadText[]> = fc
  .array(pageText, { maxLength: 4 })
  .map((texts) => texts.map((text, index) => ({ number: index + 1, text })));
const sizes = fc.record({ targetTokens: fc.integer({ min: 20, max: 120 }), overlapTokens: fc.integer({ min: 0, max: 10 }) });

test("every word is in some chunk, and chunks are in order and slices of the text, after a table's first row", () => {
  fc.assert(
    fc.property(pages, sizes, (input, options) => {
      const text = documentText(input);
      const chunks = chunkPages(input, options);
      let covered = 0;
      for (const [n, chunk] of chunks.entries()) {
        expect(chunk.index).toBe(n);
        const slice = text.slice(chunk.startOffset, chunk.endOffset);
        const repeated = chunk.text.slice(0, chunk.text.length - slice.length);
        expect(chunk.text).toBe(repeated + slice);
        if (repeated) expect(text.slice(0, chunk.startOffset)).toContain(repeated);
        expect(chunk.endOffset).toBeGreaterThan(covered);
        expect(text.slice(covered, Math.max(covered, chunk.startOffset)).trim()).toBe('');
        covered = chunk.endOffset;
      }
      expect(text.slice(covered).trim()).toBe('');
    }),
  );
});

test('no chunk is longer than the target but a single word', () => {
  fc.assert(
    fc.property(pages, sizes, (input, options) => {
      for (const chunk of chunkPages(input, options)) {
        if (/\s/.test(chunk.text)) expect(chunk.text.length).toBeLessThanOrEqual(options.targetTokens * 4);
      }
    }),
  );
});

test('chunks begin and end between words, unless a script writes none', () => {
  fc.assert(
    fc.property(pages, sizes, (input, options) => {
      const text = documentText(input);
      const inWord = (offset: number) => /^[A-Za-z]{2}$/.test(text.slice(offset - 1, offset + 1));
      for (const chunk of chunkPages(input, options)) {
        expect(inWord(chunk.startOffset) || inWord(chunk.endOffset)).toBe(false);
      }
    }),
  );
});

test('the same pages give the same chunks', () => {
  fc.assert(
    fc.property(pages, (input) => {
      expect(chunkPages(input)).toEqual(chunkPages(structuredClone(input)));
    }),
  );
});

test('text without spaces is cut between its words', () => {
  const text = '駕駛員每天早上必須檢查車輛的輪胎和機油。'.repeat(20).replaceAll('。', '');
  const chunks = chunkPages([{ number: 1, text }], { targetTokens: 20, overlapTokens: 0 });
  expect(chunks.length).toBeGreaterThan(3);
  expect(chunks.map((chunk) => chunk.text).join('')).toBe(text);
});

test('a chunk knows the pages it spans and the heading it stands under', () => {
  const input = [
    { number: 1, text: '1. Brakes\n\nCheck the pads.', heading: '1. Brakes' },
    { number: 2, text: 'Replace below 3 mm.\n\nTyres\n\nCheck the pressure.', heading: 'Tyres' },
  ];
  expect(chunkPages(input).map(({ text, pageFrom, pageTo, heading }) => ({ text, pageFrom, pageTo, heading }))).toEqual([
    { text: '1. Brakes\n\nCheck the pads.\n\nReplace below 3 mm.', pageFrom: 1, pageTo: 2, heading: '1. Brakes' },
    { text: 'Tyres\n\nCheck the pressure.', pageFrom: 2, pageTo: 2, heading: 'Tyres' },
  ]);
});

test('the chunks of one section overlap, by whole sentences where they fit', () => {
  const text = Array.from({ length: 60 }, (_, n) => `Sentence number ${n} is here.`).join(' ');
  const chunks = chunkPages([{ number: 1, text }], { targetTokens: 50, overlapTokens: 10 });
  for (const [n, chunk] of chunks.slice(1).entries()) {
    expect(chunk.startOffset).toBeLessThan(chunks[n]!.endOffset);
    expect(chunk.text).toMatch(/^Sentence number/);
  }
});

test('no pages and blank pages give no chunks; an impossible overlap is refused', () => {
  expect(chunkPages([])).toEqual([]);
  expect(chunkPages([{ number: 1, text: ' \n\n ' }])).toEqual([]);
  expect(() => chunkPages([], { targetTokens: 10, overlapTokens: 6 })).toThrow(RangeError);
});

const row = (n: number) => `2025-03-${String(n).padStart(2, '0')}\tunit ${n}\tcrossing of the bridge\t12.40`;
const header = 'Date\tVehicle\tService\tAmount';

test('a table stays whole, though with the text before it it would not fit', () => {
  const table = [header, ...Array.from({ length: 8 }, (_, n) => row(n + 1))].join('\n');
  const before = 'The crossings of the month are listed below, each with its price. '.repeat(7).trim();
  const chunks = chunkPages([{ number: 1, text: `${before}\n\n${table}\n\nPayable in April.` }]);
  expect(chunks.map(({ text }) => text)).toEqual([before, expect.stringMatching(/^Date\tVehicle[\s\S]*Payable in April\.$/)]);
  expect(chunks[1]?.text).toContain(table);
});

test('a table that is too long is cut between rows, and each part begins with its first row', () => {
  const rows = Array.from({ length: 60 }, (_, n) => row(n + 1));
  const text = `# Tolls\n\n${[header, ...rows].join('\n')}`;
  const chunks = chunkPages([{ number: 1, text }]);
  expect(chunks.length).toBeGreaterThan(2);
  for (const chunk of chunks.slice(1)) {
    const [first, ...others] = chunk.text.split('\n');
    expect(first).toBe(header);
    expect(others.every((line) => rows.includes(line))).toBe(true);
    expect(text.slice(chunk.startOffset, chunk.endOffset)).toBe(others.join('\n'));
    expect(chunk.heading).toBe('Tolls');
  }
  expect(chunks.flatMap((chunk) => chunk.text.split('\n')).filter((line) => rows.includes(line))).toEqual(rows);
});

test('a heading is told with those that it is nested in', () => {
  const text = '# Brakes\n\nGeneral.\n\n## Discs\n\nMeasure them.\n\n## Pads\n\nReplace them.\n\n# Tyres\n\nInflate them.';
  expect(chunkPages([{ number: 1, text }]).map(({ heading }) => heading)).toEqual([
    'Brakes',
    'Brakes › Discs',
    'Brakes › Pads',
    'Tyres',
  ]);
});
