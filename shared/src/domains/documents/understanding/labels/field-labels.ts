import type { DocumentClass } from '../../tables/index.ts';
import { dateLabels } from './fields/date-labels.ts';
import type { Labels } from './fields/labels.ts';
import { numberLabels } from './fields/number-labels.ts';
import { otherLabels } from './fields/other-labels.ts';

/** What stands behind a label: a field, or null for what is none but ends the value before it. `weight`: how surely it is that field. */
export type FieldLabel = Pick<Labels, 'field' | 'weight'>;

/** Labels of forms in use in the United States, the United Kingdom and, in English, the European Union. */
const labels: readonly Labels[] = [...dateLabels, ...numberLabels, ...otherLabels];

/** Labels that mean something in documents of a class. A label may stand for several fields; what can be read behind it decides. */
export function labelsOf(documentClass: DocumentClass): [string, FieldLabel][] {
  const own = labels.filter((entry) => (!entry.in || entry.in.includes(documentClass)) && !entry.notIn?.includes(documentClass));
  const named = own.flatMap(({ phrases, field, weight }) =>
    phrases.split('|').map((phrase): [string, FieldLabel] => [phrase, { field, weight }]),
  );
  const ofFields = new Set(named.filter(([, { field }]) => field).map(([phrase]) => phrase));
  return named.filter(([phrase, { field }]) => field || !ofFields.has(phrase));
}
