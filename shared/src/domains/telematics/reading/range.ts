import { dayMs } from '../../../clock.ts';
import { invalidField } from '../../../errors.ts';
import { momentSchema } from '../../../resource/moment.ts';

/** The most days of one question about readings and what follows from them, unless the question says otherwise. */
export const maxRangeDays = 93;

/** The parameters of a question about a range; see `rangeOf`. */
export const rangeFields = {
  from: momentSchema.describe('First moment, inclusive'),
  to: momentSchema.describe(`Last moment, exclusive; at most ${maxRangeDays} days after from`),
};

/** The moments of a range. @throws invalid field, where it ends before it begins or is too long */
export function rangeOf(range: { from: string; to: string }, maxDays = maxRangeDays): { from: Date; to: Date } {
  const from = new Date(range.from);
  const to = new Date(range.to);
  if (from >= to) throw invalidField('to', `${range.to} is not after ${range.from}.`, 'invalid_range');
  if (to.getTime() - from.getTime() > maxDays * dayMs) {
    throw invalidField('to', `At most ${maxDays} days in one question; ask for the rest in another.`, 'range_too_long');
  }
  return { from, to };
}
