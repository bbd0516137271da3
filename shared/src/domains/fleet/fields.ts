import { z } from 'zod';
import { weekdays } from './opening-hours.ts';
import { isTimeZone } from './zoned-time.ts';

// What values of the fleet's fields may look like. The database holds the same rules where a check constraint can say them.

/** Vehicle identification number (ISO 3779; I, O and Q could be read as 1 and 0). */
export const vin = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-HJ-NPR-Z0-9]{17}$/, '17 letters and digits without I, O and Q');

export const licensePlate = z
  .string()
  .trim()
  .toUpperCase()
  .min(1)
  .max(20)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} .·-]*$/u, 'letters, digits, blanks, dots and hyphens');

/** Year of manufacture; next year's models are sold this year. The database refuses later years, which change with the calendar. */
export const modelYear = z.int().min(1900).max(2200);

export const email = z.email().max(255);

/** A number that can be dialled from anywhere, E.164, with the usual separators. */
export const phone = z
  .string()
  .trim()
  .max(20)
  .regex(/^\+?[0-9(][0-9 ().-]*$/, 'digits with an optional + in front, such as +1 312 555 0100')
  .refine((text) => {
    const digits = text.replace(/\D/g, '').length;
    return digits >= 5 && digits <= 15;
  }, 'between 5 and 15 digits (E.164)');

export const timeZone = z.string().max(50).refine(isTimeZone, 'a time zone of the IANA database, such as America/Chicago');

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time HH:MM');
const closingTime = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'a time HH:MM, at most 24:00');

/** Opening and closing times by day. */
export const operatingHours = z.strictObject(
  Object.fromEntries(weekdays.map((day) => [day, z.strictObject({ open: timeOfDay, close: closingTime }).optional()])),
);

export const coordinates = z.strictObject({ longitude: z.number().min(-180).max(180), latitude: z.number().min(-90).max(90) });

/** A postal address. */
export const address = z.strictObject({
  street: z.string().max(255).optional(),
  city: z.string().max(100).optional(),
  state: z.string().max(100).optional(),
  postalCode: z.string().max(20).optional(),
  country: z.string().max(100).optional(),
});

/** ISO 4217. */
export const currency = z.string().regex(/^[A-Z]{3}$/, 'an ISO 4217 code, such as USD');

/** An amount of money that is not negative, of at most `whole` digits before the point. */
export const amount = (whole: number) =>
  z.string().regex(new RegExp(`^\\d{1,${whole}}(\\.\\d{1,2})?$`), 'a decimal string with at most 2 decimals, such as "1234.50"');

export const licenseNumber = z.string().trim().toUpperCase().min(1).max(50);
export const licenseClass = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z0-9+]{1,10}$/, 'letters and digits, such as C or CM');
export const licenseState = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^([A-Z]{2}|[A-Z]{2}-[A-Z0-9]{1,3})$/, 'two letters, or an ISO 3166-2 code such as NG-LA');
export const licenseClasses = z.array(licenseClass).min(1).max(20);

export const count = z.int32().min(0);
export const metadata = z.record(z.string().max(100), z.unknown());
