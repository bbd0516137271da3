import { createHash } from 'node:crypto';
import { documentClasses } from '@wheelhouse/shared/domains/documents/tables/index.ts';
import { describe, expect, it } from 'vitest';
import { expectedFields } from '../../../bench/documents/corpus/expected-fields.ts';
import { type CorpusFile, cleanFile, corpus, degradedFile } from '../../../bench/documents/corpus/index.ts';
import type { Mark } from '../../../bench/documents/corpus/paper.ts';
import { vin } from '../../../bench/documents/corpus/vin.ts';

const documents = corpus();
const digest = ({ fileName, bytes }: CorpusFile) => `${fileName} ${createHash('sha256').update(bytes).digest('hex')}`;
const textOf = (marks: readonly Mark[]) => marks.map((mark) => (mark.kind === 'text' ? mark.text : '')).join('\n');

describe('the corpus', () => {
  it('has three documents or more of every class, each with a name of its own', () => {
    const counts = Map.groupBy(documents, ({ documentClass }) => documentClass);
    expect([...counts.keys()].toSorted()).toEqual(documentClasses.toSorted());
    for (const ofClass of counts.values()) expect(ofClass.length).toBeGreaterThanOrEqual(3);
    expect(new Set(documents.map(({ name }) => name)).size).toBe(documents.length);
  });

  it.each(documents.map((document) => [document.name, document] as const))(
    '%s shows every value that is said to stand on it',
    (_, document) => {
      const text = document.paper.pages.map(textOf).join('\n');
      for (const { drawn } of document.truth.fields) expect(text).toContain(drawn);
      const flowing = text.replaceAll('\n', ' ');
      for (const { description, drawn } of document.truth.lines) {
        expect(flowing).toContain(description);
        expect(flowing).toContain(drawn);
      }
    },
  );

  it('draws nothing outside its paper', () => {
    const outside = documents.flatMap(({ name, paper }) =>
      paper.pages.flat().flatMap((mark) => {
        const inside = mark.x >= 0 && mark.x + mark.width <= paper.width && mark.y >= 0 && mark.y <= paper.height;
        return inside ? [] : [`${name}: ${mark.kind === 'text' ? mark.text : 'a box'}`];
      }),
    );
    expect(outside).toEqual([]);
  });

  it('lists days as days and amounts as decimals', () => {
    for (const { truth } of documents) {
      for (const { name, value } of truth.fields) {
        if (name.endsWith('Date')) expect(value).toMatch(/^20\d\d-[01]\d-[0-3]\d$/);
        if (['subtotal', 'tax', 'total', 'unitPrice', 'odometerKm', 'fuelLiters'].includes(name))
          expect(value).toMatch(/^\d+(\.\d+)?$/);
        if (name === 'vin') expect(value).toMatch(/^[A-HJ-NPR-Z0-9]{17}$/);
      }
    }
  });

  it('has a document for every field that is asked of a class', () => {
    for (const [documentClass, { fields }] of Object.entries(expectedFields)) {
      const shown = new Set(
        documents
          .filter((each) => each.documentClass === documentClass)
          .flatMap(({ truth }) => truth.fields.map(({ name }) => name)),
      );
      expect(
        fields.filter((name) => !shown.has(name)),
        documentClass,
      ).toEqual([]);
    }
  });

  it('makes the same files each time', async () => {
    const again = corpus();
    // Scans of a few small papers: large pictures take long.
    const small = documents
      .flatMap((document, index) => (document.paper.width < 350 ? [[document, again[index]!] as const] : []))
      .slice(0, 3);
    expect(small.length).toBe(3);
    for (const [document, twin] of small) {
      expect(digest(await degradedFile(twin))).toBe(digest(await degradedFile(document)));
      expect(digest(await cleanFile(twin))).toBe(digest(await cleanFile(document)));
    }
  });

  it('hides a scan from readers of text, and its name says nothing', async () => {
    const { fileName, bytes } = await degradedFile(documents[0]!);
    expect(fileName).toMatch(/^(scan|IMG)_\d{4}\.(pdf|jpg)$/);
    expect(Buffer.from(bytes).includes('/Font')).toBe(false);
  });
});

describe('vin', () => {
  it('gives the check digits of known vehicles', () => {
    expect(vin('1M8GDM9A', 'KP042788')).toBe('1M8GDM9AXKP042788');
    expect(vin('11111111', '11111111')).toBe('11111111111111111');
  });

  it('refuses what cannot stand in one', () => {
    expect(() => vin('1M8GDM9O', 'KP042788')).toThrow('O cannot stand in a VIN');
    expect(() => vin('1M8', 'KP042788')).toThrow('8 characters');
  });
});
