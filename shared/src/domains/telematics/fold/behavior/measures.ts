import type { StepContext } from '../component.ts';

/** Where the vehicle was longer ago says little about where it is. */
const maxPlaceAgeMs = 60_000;

/** A speed made of two fixes is told by their error where they are closer together. */
const minDerivedMs = 10_000;

/** Where the reading was, as far as that is known. */
export function placeOf({ fix, previous, elapsedMs }: StepContext): { latitude: number | null; longitude: number | null } {
  const place = fix ?? (elapsedMs <= maxPlaceAgeMs ? previous : null);
  return { latitude: place?.latitude ?? null, longitude: place?.longitude ?? null };
}

/** The speed for what lasts (speeding, standing): as measured, else the mean since the fix before if that is long enough ago. */
export function sustainedKph({ reading, fix, elapsedMs, speedKph }: StepContext): number | null {
  const measured = reading.obd?.speedKph ?? fix?.speedKph ?? null;
  if (measured !== null) return measured;
  return elapsedMs >= minDerivedMs ? speedKph : null;
}
