import { invalidField } from '../../../errors.ts';

const dayMs = 86_400_000;

/** The most days of one question about positions. */
export const maxRangeDays = 93;

/** The moments of a range. @throws invalid field, where it ends before it begins or is too long */
export function rangeOf(range: { from: string; to: string }): { from: Date; to: Date } {
  const from = new Date(range.from);
  const to = new Date(range.to);
  if (from >= to) throw invalidField('to', `${range.to} is not after ${range.from}.`, 'invalid_range');
  if (to.getTime() - from.getTime() > maxRangeDays * dayMs) {
    throw invalidField('to', `At most ${maxRangeDays} days in one question; ask for the rest in another.`, 'range_too_long');
  }
  return { from, to };
}
