import type { Extraction, FoundField, LineItem } from '../understanding/understanding.ts';
import type { ExtractionAnswer } from './answer-schemas.ts';
import type { DocumentForModel } from './document-model.ts';
import { agreement, isDecimal } from './field-values.ts';
import { holdsAmount } from './number-readings.ts';
import { findQuote } from './quotes.ts';

/** Nothing that a model says is certain. */
const mostConfidence = 0.99;
const unsureFactor = 0.7;
/** A quote that stands on another line than the model says was not looked at closely. */
const otherLineFactor = 0.9;
const mostLineItems = 500;

/**
 * What of a model's answer the document bears out: words that stand on the page that is named, values that follow from these words.
 * Everything else is dropped, or believed less where only the wording differs.
 */
export function groundedExtraction(document: DocumentForModel, answer: ExtractionAnswer): Extraction {
  return {
    fields: withoutRepetitions(answer.fields.flatMap((field) => groundedField(document, field))),
    lineItems: answer.lineItems.slice(0, mostLineItems).flatMap((item) => groundedItem(document, item)),
  };
}

type Placed = { page: number; line: number; quote: string; confidence: number };

function evidenceOf(document: DocumentForModel, { page: number, line, quote, confidence }: Placed) {
  const page = document.pages.find((one) => one.number === number);
  const found = page && findQuote(page, quote, line);
  if (!found) return undefined;
  const { onNamedLine, ...evidence } = found;
  return { evidence, confidence: confidenceOf(confidence) * (onNamedLine ? 1 : otherLineFactor) };
}

function groundedField(document: DocumentForModel, field: ExtractionAnswer['fields'][number]): FoundField[] {
  const place = evidenceOf(document, field);
  if (!place) return [];
  const { name } = field;
  const value = field.value.trim();
  const how = agreement(name, value, place.evidence.text);
  if (how === 'wrong') return [];
  const confidence = place.confidence * (how === 'unsure' ? unsureFactor : 1);
  const alternatives = field.alternatives.filter(
    (other) => other !== value && agreement(name, other, place.evidence.text) === 'agrees',
  );
  return [{ name, value, confidence, evidence: place.evidence, ...(alternatives.length > 0 ? { alternatives } : {}) }];
}

function groundedItem(document: DocumentForModel, item: ExtractionAnswer['lineItems'][number]): LineItem[] {
  const place = evidenceOf(document, item);
  const stands = (value: string | null) =>
    value !== null && isDecimal(value) && holdsAmount(place?.evidence.text ?? '', Number(value));
  if (!place || !stands(item.amount)) return [];
  const quote = place.evidence.text.toLowerCase();
  const isQuoted = item.description
    .toLowerCase()
    .split(/\s+/)
    .every((word) => quote.includes(word));
  return [
    {
      description: item.description.trim().slice(0, 500),
      quantity: stands(item.quantity) ? item.quantity : null,
      unitPrice: stands(item.unitPrice) ? item.unitPrice : null,
      amount: item.amount,
      confidence: place.confidence * (isQuoted ? 1 : unsureFactor),
      evidence: place.evidence,
    },
  ];
}

/** The surest of the fields with the same name and value. */
function withoutRepetitions(fields: readonly FoundField[]): FoundField[] {
  const byValue = new Map<string, FoundField>();
  for (const field of fields) {
    const key = `${field.name} ${field.value}`;
    if (field.confidence > (byValue.get(key)?.confidence ?? -1)) byValue.set(key, field);
  }
  return [...byValue.values()];
}

export function confidenceOf(value: number): number {
  return Number.isFinite(value) ? Math.min(mostConfidence, Math.max(0, value)) : 0;
}
