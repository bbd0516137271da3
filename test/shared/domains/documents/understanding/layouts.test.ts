import type { DocumentClass } from '@wheelhouse/shared/domains/documents/tables/index.ts';
import { classifyByRules, extractByRules } from '@wheelhouse/shared/domains/documents/understanding/index.ts';
import { describe, expect, test } from 'vitest';
import { layouts } from './layouts.ts';
import { layoutsOfPapers } from './layouts-of-papers.ts';
import { documentOf } from './samples.ts';

const read = (text: string, documentClass: DocumentClass, locale = 'en-US') =>
  extractByRules(documentOf(text, { locale }), documentClass);

describe.each([...layouts, ...layoutsOfPapers])('$name', ({ documentClass, text, locale = 'en-US', fields, lines }) => {
  test('is told by its class', () => {
    expect(classifyByRules(documentOf(text, { locale })).documentClass).toBe(documentClass);
  });

  test('gives its fields and lines', () => {
    const { fields: found, lineItems } = read(text, documentClass, locale);
    expect(Object.fromEntries(found.map(({ name, value }) => [name, value]))).toMatchObject(fields);
    if (lines) expect(lineItems.map(({ description, amount }) => [description, amount])).toEqual(lines);
  });
});

test('the days that payment terms count are no amount', () => {
  const { fields } = read('Purchase order 118\nTerms > Net 30\nTotal > $2,472.00', 'purchase_order');
  expect(fields.some(({ name }) => name === 'subtotal')).toBe(false);
});

test('a number in groups is read whole', () => {
  const { fields } = read('Title Number: 77 0012 3456', 'title');
  expect(fields).toContainEqual(expect.objectContaining({ name: 'referenceNumber', value: '77 0012 3456' }));
});

test('an edition of a month begins on its first day', () => {
  const { fields } = read('Safety Handbook\nRevision 4.2 - March 2025', 'manual');
  expect(fields).toContainEqual(expect.objectContaining({ name: 'documentDate', value: '2025-03-01' }));
});

test('a surname and given names in a sentence are one name', () => {
  const text = 'I certify that I have examined Last Name: Reyes First Name: Dana in accordance with';
  const { fields } = read(text, 'medical_card');
  expect(fields).toContainEqual(expect.objectContaining({ name: 'personName', value: 'Dana Reyes' }));
});
