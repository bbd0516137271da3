import type { DocumentClass } from '@wheelhouse/shared/domains/documents/tables/index.ts';
import type { Extraction, FieldName } from '@wheelhouse/shared/domains/documents/understanding/understanding.ts';
import { expectedFields } from '../corpus/expected-fields.ts';
import type { CorpusDocument } from '../corpus/index.ts';
import { likeness, sameValue } from './same-value.ts';

export type ScoredName = FieldName | 'line';

/** What became of one kind of thing in one document. */
export type Outcome = {
  documentClass: DocumentClass;
  name: ScoredName;
  /** Stand on the paper and were found. */
  right: number;
  /** Stand on the paper and were not found. */
  missed: number;
  /** Were reported and do not stand there. */
  wrong: number;
};

const leastLikeness = 0.6;

/**
 * Compares what was found in a document with what stands there, for the fields that are asked of its (true) class: see
 * `expected-fields.ts`. A value reported twice counts once. A line is found where the amount is the same and the descriptions share
 * at least 0.6 of their pairs of letters; each line of the paper can be found once.
 */
export function scoreDocument({ documentClass, truth }: CorpusDocument, extraction: Extraction): Outcome[] {
  const { fields, lines, countsAs = {} } = expectedFields[documentClass];
  const given = new Set(extraction.fields.map(({ name }) => name));
  const found = extraction.fields.map(({ name, value }) => {
    const meant = countsAs[name];
    return { name: meant && !given.has(meant) ? meant : name, value };
  });
  const outcomes = fields.map((name): Outcome => {
    const stands = truth.fields.filter((field) => field.name === name);
    const values = [...new Set(found.filter((field) => field.name === name).map(({ value }) => value))];
    const matches = (value: string, { value: true_, drawn }: { value: string; drawn: string }) =>
      sameValue(name, value, true_, drawn);
    const wanted = stands.filter((field) => field.wanted);
    const right = wanted.filter((field) => values.some((value) => matches(value, field))).length;
    const wrong = values.filter((value) => !stands.some((field) => matches(value, field))).length;
    return { documentClass, name, right, missed: wanted.length - right, wrong };
  });
  return lines ? [...outcomes, scoreLines(documentClass, truth.lines, extraction.lineItems)] : outcomes;
}

function scoreLines(
  documentClass: DocumentClass,
  truth: CorpusDocument['truth']['lines'],
  found: Extraction['lineItems'],
): Outcome {
  const rest = [...found];
  const right = truth.filter(({ description, amount }) => {
    const candidates = rest
      .filter((item) => sameValue('total', item.amount, amount, amount))
      .map((item) => ({ item, score: likeness(item.description, description) }))
      .filter(({ score }) => score >= leastLikeness)
      .toSorted((a, b) => b.score - a.score);
    if (candidates[0]) rest.splice(rest.indexOf(candidates[0].item), 1);
    return candidates.length > 0;
  }).length;
  return { documentClass, name: 'line', right, missed: truth.length - right, wrong: rest.length };
}

/** Harmonic mean of precision and recall over all that was counted (micro); 0 where nothing was right. */
export function f1(outcomes: readonly Omit<Outcome, 'documentClass' | 'name'>[]): number {
  const { right, missed, wrong } = total(outcomes);
  return right === 0 ? 0 : (2 * right) / (2 * right + missed + wrong);
}

export function total(outcomes: readonly Omit<Outcome, 'documentClass' | 'name'>[]) {
  const sum = (key: 'right' | 'missed' | 'wrong') => outcomes.reduce((all, outcome) => all + outcome[key], 0);
  return { right: sum('right'), missed: sum('missed'), wrong: sum('wrong') };
}
