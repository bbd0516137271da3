/**
 * SQL condition that a position can be true: it is not among the fixes that no vehicle can have driven to. `$1` must be the vehicle.
 * The list is read once a statement.
 */
export const plausible = (alias: string) => `${alias}.id not in (
    select r.location_id from telemetry_rejections r
    where r.vehicle_id = $1 and r.reason = 'impossible_speed' and r.location_id is not null and r.replayed_at is null)`;
