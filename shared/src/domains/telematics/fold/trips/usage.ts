import { openingAt } from '../../../fleet/opening-hours.ts';
import type { Fences } from '../geofences/fences.ts';
import type { Leg, Mark } from './leg.ts';
import type { TripRules } from './rules.ts';

/**
 * Whether a trip was business or personal: personal if it began or ended in a personal fence, as that was then; else by the hours of
 * the organisation, mixed where it lies on both sides of their border.
 */
export function usageOf(
  { start, last }: Leg,
  rules: TripRules['classification'],
  fences: Fences,
): 'business' | 'personal' | 'mixed' {
  const { default: usage, businessHours, timezone, personalGeofenceIds } = rules;
  const inside = (mark: Mark, id: string) => fences.versionAt(id, mark.atMs)?.shape.contains(mark) ?? false;
  if (personalGeofenceIds.some((id) => inside(start, id) || inside(last, id))) return 'personal';
  if (!businessHours) return usage;
  const { isOpen, opensAt, closesAt } = openingAt(businessHours, timezone, new Date(start.atMs));
  const changesAt = isOpen ? closesAt : opensAt;
  if (changesAt && changesAt.getTime() < last.atMs) return 'mixed';
  return isOpen ? 'business' : 'personal';
}
