import type { DocumentForModel } from '../../models/document-model.ts';
import { type DocumentClass, documentClasses } from '../../tables/index.ts';
import { type FieldLabel, labelsOf } from '../labels/field-labels.ts';
import { type Labelled, labelledPlaces } from '../labels/labelled-places.ts';
import { type LaidLine, laidLines } from '../labels/layout.ts';
import { PhraseIndex } from '../labels/phrases.ts';
import { dateOrderOf } from '../reading/date.ts';
import type { Extraction, FieldName, FoundField } from '../understanding.ts';
import { extractDates } from './dates.ts';
import { bestCandidate, type Candidate, candidatesOf, fieldOf, trustIn } from './field-candidates.ts';
import { fieldsOfClasses, itemisedClasses } from './fields-of-classes.ts';
import { extractFuel, extractFuelType } from './fuel.ts';
import { checkedBySum, extractLineItems, isTableHeading } from './line-items.ts';
import { extractParties } from './parties.ts';
import { type Reader, type ReadingContext, readLicence, readNumber, readOdometer } from './readers.ts';
import { extractCurrency, extractTotals } from './totals.ts';
import { extractPlate, extractVehicle, extractVins } from './vehicles.ts';

/** Fields stand at the beginning and the end of a document; what lies between in a long one is text. */
const pagesAtStart = 25;
const pagesAtEnd = 5;
/** What is less sure than this is not reported. */
const leastConfidence = 0.3;

const indexes = new Map<DocumentClass, PhraseIndex<FieldLabel>>(
  documentClasses.map((documentClass) => [documentClass, new PhraseIndex(labelsOf(documentClass))]),
);

const simple: readonly (readonly [FieldName, Reader])[] = [
  ['invoiceNumber', readNumber],
  ['orderNumber', readNumber],
  ['policyNumber', readNumber],
  ['referenceNumber', readNumber],
  ['licenceNumber', readLicence],
  ['odometerKm', readOdometer],
];

/** "Amount" and "Date" over the rows of a table; a receipt has its one row there. */
function isOverColumn({ label, line }: Labelled, documentClass: DocumentClass): boolean {
  if (!itemisedClasses.has(documentClass) || documentClass === 'fuel_receipt') return false;
  const isRepeated = label.field?.endsWith('Date') || ['total', 'tax', 'subtotal'].includes(label.field ?? '');
  return isRepeated && isTableHeading(line);
}

/** Field 5 of licences of the European Union and the United Kingdom (directive 2006/126/EC, annex I). */
function numberedLicence(lines: readonly LaidLine[], context: ReadingContext): Candidate[] {
  if (context.documentClass !== 'driver_licence') return [];
  return lines.flatMap((line) => {
    const text = /^\s{0,3}5[.,]?\s{1,3}(.{5,40})/.exec(line.text)?.[1];
    const reading = text ? readLicence(text, context) : undefined;
    return reading
      ? [{ value: reading.value, confidence: 0.85 * trustIn(line), line, alternatives: [], currency: undefined }]
      : [];
  });
}

/**
 * Finds the fields and lines of a document by its labels. Only forms are looked for: nothing that the text says changes what is done. The same
 * document always gives the same answer, in time that grows with its length.
 */
export function extractByRules(document: DocumentForModel, documentClass: DocumentClass): Extraction {
  const { pages, locale } = document;
  const lines = laidLines(
    pages.length > pagesAtStart + pagesAtEnd ? [...pages.slice(0, pagesAtStart), ...pages.slice(-pagesAtEnd)] : pages,
  );
  if (!lines.length) return { fields: [], lineItems: [] };
  const labelled = labelledPlaces(lines, indexes.get(documentClass)!).filter((one) => !isOverColumn(one, documentClass));
  const dateOrder = dateOrderOf(
    lines.map(({ text }) => text),
    locale,
  );
  const context: ReadingContext = { locale, dateOrder, documentClass, isScanned: false };
  const items = itemisedClasses.has(documentClass) ? extractLineItems(lines, context) : [];
  const totals = extractTotals(labelled, items, context);
  const sum = (name: FieldName) => totals.find((field) => field.name === name)?.value;
  const vins = extractVins(lines, labelled);
  const fuel =
    documentClass === 'fuel_receipt'
      ? extractFuel(lines, labelled, sum('total'), context)
      : extractFuelType(lines, labelled, context);
  const found: FoundField[] = [
    ...extractDates(lines, labelled, context),
    ...simple.flatMap(([name, read]) => {
      const numbered = name === 'licenceNumber' ? numberedLicence(lines, context) : [];
      const best = bestCandidate([...candidatesOf(labelled, name, read, context), ...numbered]);
      return best ? [fieldOf(name, best)] : [];
    }),
    ...vins,
    ...extractPlate(labelled, context),
    ...extractVehicle(lines, labelled, vins, context),
    ...extractParties(lines, labelled, context),
    ...totals,
    ...(totals.length ? extractCurrency(lines, context) : []),
    ...fuel,
  ];
  const wanted = new Set(fieldsOfClasses[documentClass]);
  return {
    fields: found.filter(({ name, confidence }) => wanted.has(name) && confidence >= leastConfidence),
    lineItems: checkedBySum(items, [sum('subtotal'), sum('total')]),
  };
}
