import { tripNumber } from '@wheelhouse/shared/domains/telematics/trips/trip-number.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

describe('The number of a trip', () => {
  const vehicleId = '01890a5d-ac96-774b-bcce-b302099a8057';

  it('tells when the trip began, and fits its column', () => {
    expect(tripNumber(vehicleId, Date.UTC(2026, 5, 15, 12, 30, 5, 7))).toMatch(/^T20260615-123005007-[0-9A-HJKMNP-TV-Z]{12}$/);
    expect(tripNumber(vehicleId, Date.UTC(2026, 5, 15)).length).toBeLessThanOrEqual(50);
  });

  it('is the same for the same vehicle and start, and another for any other', () => {
    const moment = fc.integer({ min: 0, max: 4e12 });
    fc.assert(
      fc.property(fc.uuid(), moment, fc.uuid(), moment, (vehicle, start, otherVehicle, otherStart) => {
        const same = vehicle === otherVehicle && start === otherStart;
        expect(tripNumber(vehicle, start) === tripNumber(otherVehicle, otherStart)).toBe(same);
        expect(tripNumber(vehicle, start)).toBe(tripNumber(vehicle, start));
      }),
    );
  });
});
