import { z } from 'zod';

const earliest = Date.parse('0001-01-01T00:00:00Z');
const latest = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * A moment in a request: ISO 8601 with `Z` or an offset, of the years 1 to 9999 in UTC. PostgreSQL writes years before with BC and
 * later ones with more digits, and neither is ISO 8601 any more.
 */
export const momentSchema = z.iso.datetime({ offset: true }).refine((text) => {
  const at = Date.parse(text);
  return at >= earliest && at <= latest;
}, 'a moment of the years 1 to 9999 (UTC)');
