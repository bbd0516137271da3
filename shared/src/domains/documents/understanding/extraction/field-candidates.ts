import type { Labelled } from '../labels/labelled-places.ts';
import { evidenceOf, type LaidLine } from '../labels/layout.ts';
import type { FieldName, FoundField } from '../understanding.ts';
import type { Reader, ReadingContext } from './readers.ts';

/** A value that stands at a label of a field. */
export type Candidate = {
  value: string;
  confidence: number;
  line: LaidLine;
  alternatives: string[];
  currency: string | undefined;
};

/** Rules are never quite sure. */
export const highestConfidence = 0.99;

/** What labels of a field say, in reading order. */
export function candidatesOf(
  labelled: readonly Labelled[],
  field: FieldName,
  read: Reader,
  context: ReadingContext,
): Candidate[] {
  return labelled.filter(({ label }) => label.field === field).flatMap((one) => candidateOf(one, read, context) ?? []);
}

/** The value at the likeliest place that can be read. */
export function candidateOf(one: Labelled, read: Reader, context: ReadingContext): Candidate | undefined {
  for (const place of one.places) {
    const reading = read(place.text, { ...context, isScanned: place.line.legibility < 1 });
    if (!reading) continue;
    const confidence = one.label.weight * one.likelihood * place.likelihood * reading.confidence * trustIn(place.line);
    return {
      value: reading.value,
      confidence,
      line: place.line,
      alternatives: reading.alternatives ?? [],
      currency: reading.currency,
    };
  }
  return undefined;
}

/** How far a line can be trusted that was read from a picture. */
export function trustIn(line: LaidLine): number {
  return 0.97 * (0.7 + 0.3 * line.legibility);
}

/** The surest candidate; others that agree make it surer, equally sure ones that do not less sure. */
export function bestCandidate<T extends Candidate>(candidates: readonly T[]): T | undefined {
  const best = candidates.reduce<T | undefined>(
    (one, other) => (one && one.confidence >= other.confidence ? one : other),
    undefined,
  );
  if (!best) return undefined;
  const others = candidates.filter((candidate) => candidate !== best);
  const agreeing = others.some(({ value }) => value === best.value);
  const rival = others.some(({ value, confidence }) => value !== best.value && confidence >= best.confidence * 0.97);
  const confidence = agreeing ? 1 - (1 - best.confidence) * 0.6 : best.confidence * (rival ? 0.85 : 1);
  return { ...best, confidence };
}

export function fieldOf(name: FieldName, candidate: Omit<Candidate, 'currency'>): FoundField {
  const { value, confidence, line, alternatives } = candidate;
  return {
    name,
    value,
    confidence: rounded(confidence),
    evidence: evidenceOf(line),
    ...(alternatives.length ? { alternatives } : {}),
  };
}

export function rounded(confidence: number): number {
  return Math.round(Math.min(highestConfidence, Math.max(0, confidence)) * 1000) / 1000;
}
