import { createHash } from 'node:crypto';

/** Digits without those that are easily mistaken for another (Crockford's base 32). */
const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * The number of a trip: when it began (UTC) and 60 bits that stand for the vehicle, `T20260615-120000000-7K3M9QX2WZ4B`. The same for
 * the same vehicle and start, however often it is computed; 32 characters.
 */
export function tripNumber(vehicleId: string, startedAtMs: number): string {
  const [day, time] = new Date(startedAtMs)
    .toISOString()
    .replace(/[-:.Z]/g, '')
    .split('T');
  return `T${day}-${time}-${vehicleCode(vehicleId)}`;
}

function vehicleCode(vehicleId: string): string {
  const hash = createHash('sha256').update(vehicleId).digest();
  return Array.from(hash.subarray(0, 12), (byte) => digits[byte & 31]).join('');
}
