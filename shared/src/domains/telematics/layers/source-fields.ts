import { z } from 'zod';

/** The address of a feed. Plain http is for a feed on the developer's own machine; where it may be asked, refreshing decides. */
export const feedUrl = z
  .string()
  .max(2_000)
  .refine((text) => {
    const url = URL.parse(text);
    return url !== null && ['https:', 'http:'].includes(url.protocol) && url.username === '' && url.password === '';
  }, 'an https address without a user or password');

const property = z.string().min(1).max(200);

/** Which property of a GeoJSON feature a column is read from, and in which unit it is measured there. */
export const fieldMapping = z.record(
  z.string().regex(/^[a-z][A-Za-z0-9]{0,50}$/, 'a field of the layer: name, temperatureC'),
  z.union([property, z.strictObject({ property, unit: z.string().min(1).max(30) })]),
);

export type FieldMapping = z.output<typeof fieldMapping>;
