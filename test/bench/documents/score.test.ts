import type { Extraction, FieldName } from '@wheelhouse/shared/domains/documents/understanding/understanding.ts';
import { describe, expect, it } from 'vitest';
import { expectedFields } from '../../../bench/documents/corpus/expected-fields.ts';
import { type CorpusDocument, corpus } from '../../../bench/documents/corpus/index.ts';
import { likeness, sameValue } from '../../../bench/documents/score/same-value.ts';
import { f1, scoreDocument, total } from '../../../bench/documents/score/score.ts';

const documents = corpus();
const evidence = { pageNumber: 1, box: null, text: '' };
const nothing: Extraction = { fields: [], lineItems: [] };
const field = (name: FieldName, value: string) => ({ name, value, confidence: 1, evidence });

function perfect({ truth }: CorpusDocument): Extraction {
  return {
    fields: truth.fields.filter(({ wanted }) => wanted).map(({ name, value }) => field(name, value)),
    lineItems: truth.lines.map(({ drawn: _, ...line }) => ({ ...line, confidence: 1, evidence })),
  };
}

const invoice = documents.find(({ documentClass }) => documentClass === 'vendor_invoice')!;
const citation = documents.find(({ documentClass }) => documentClass === 'citation')!;
const crash = documents.find(({ documentClass }) => documentClass === 'accident_report')!;

describe('the score', () => {
  it('is 1 where everything was found and nothing else', () => {
    expect(f1(documents.flatMap((document) => scoreDocument(document, perfect(document))))).toBe(1);
  });

  it('is 0 where nothing was found', () => {
    expect(f1(documents.flatMap((document) => scoreDocument(document, nothing)))).toBe(0);
  });

  it('holds a wrong value against the reader twice: as wrong and as missed', () => {
    const found = perfect(invoice);
    const changed = found.fields.map((each) => (each.name === 'total' ? { ...each, value: '1.00' } : each));
    const counts = total(scoreDocument(invoice, { ...found, fields: changed }));
    expect(counts).toMatchObject({ missed: 1, wrong: 1 });
  });

  it('holds an expected field that does not stand on the paper against the reader, and no other field', () => {
    const { fields, lineItems } = perfect(invoice);
    const score = (extra: FieldName) =>
      total(scoreDocument(invoice, { fields: [...fields, field(extra, '7')], lineItems })).wrong;
    expect(expectedFields.vendor_invoice.fields).toContain('vin');
    expect(score('vin')).toBe(1);
    expect(score('fuelLiters')).toBe(0);
  });

  it('takes a field under its other name only where it is not given under its own', () => {
    const day = citation.truth.fields.find(({ name }) => name === 'documentDate')!.value;
    const counts = (fields: Extraction['fields']) => {
      const outcome = scoreDocument(citation, { fields, lineItems: [] }).find(({ name }) => name === 'documentDate')!;
      return [outcome.right, outcome.missed, outcome.wrong];
    };
    expect(counts([field('issueDate', day)])).toEqual([1, 0, 0]);
    expect(counts([field('documentDate', '2020-01-01'), field('issueDate', day)])).toEqual([0, 1, 1]);
  });

  it('neither asks for the other driver of a crash nor minds it', () => {
    const outcome = scoreDocument(crash, { fields: [field('personName', 'Kevin Stahl')], lineItems: [] });
    expect(outcome.find(({ name }) => name === 'personName')).toMatchObject({ right: 0, missed: 1, wrong: 0 });
  });

  it('finds a line once, by its amount and what it says', () => {
    const [first] = perfect(invoice).lineItems;
    const lines = (lineItems: Extraction['lineItems']) =>
      scoreDocument(invoice, { fields: [], lineItems }).find(({ name }) => name === 'line')!;
    const count = invoice.truth.lines.length;
    expect(lines([first!, first!])).toMatchObject({ right: 1, missed: count - 1, wrong: 1 });
    expect(lines([{ ...first!, description: 'something else' }])).toMatchObject({ right: 0, wrong: 1 });
    expect(lines([{ ...first!, amount: '0.01' }])).toMatchObject({ right: 0, wrong: 1 });
  });
});

describe('sameValue', () => {
  it.each<[FieldName, string, string]>([
    ['invoiceNumber', 'ntp 448120', 'NTP-448120'],
    ['vendorName', 'NORTHFIELD TRUCK PARTS', 'Northfield Truck Parts, Inc.'],
    ['personName', 'Okafor, Tobias', 'Tobias Okafor'],
    ['total', '1234.5', '1234.50'],
    ['odometerKm', '629582', '629581.8'],
    ['plateState', 'Texas', 'TX'],
    ['fuelType', 'Diesel #2', 'diesel'],
    ['unitPrice', '1.03', '3.899'],
  ])('takes %s %s for %s', (name, found, truth) => expect(sameValue(name, found, truth, truth)).toBe(true));

  it.each<[FieldName, string, string]>([
    ['documentDate', '2026-04-03', '2026-03-04'],
    ['invoiceNumber', 'NTP-448121', 'NTP-448120'],
    ['vendorName', 'Northfield', 'Northfield Truck Parts, Inc.'],
    ['personName', 'Okafor', 'Tobias Okafor'],
    ['total', '1234.51', '1234.50'],
    ['odometerKm', '391204', '629581.8'],
    ['vin', '1M8GDM9AXKP042789', '1M8GDM9AXKP042788'],
  ])('tells %s %s from %s', (name, found, truth) => expect(sameValue(name, found, truth, truth)).toBe(false));

  it('finds descriptions alike that a scan damaged a little', () => {
    expect(likeness('Brake shoe kit 16.5 x 7', 'Brake sh0e kit 16.5 x 7')).toBeGreaterThan(0.6);
    expect(likeness('Brake shoe kit', 'Core charge')).toBeLessThan(0.4);
  });
});
