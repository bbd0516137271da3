import type { DatabaseRole } from '../db/roles.ts';

/** Memberships as granted in sql/roles/roles.sql. */
const members: Partial<Record<DatabaseRole, readonly DatabaseRole[]>> = {
  system_admin: [
    'audit_admin',
    'compliance_officer',
    'vip_admin',
    'fleet_admin',
    'driver_user',
    'customer_user',
    'support_agent',
    'hotel_staff',
  ],
  vip_admin: ['vip_operator', 'emergency_responder'],
};

/** Whether acting as `role` includes all that `other` may touch. */
export function includesDatabaseRole(role: DatabaseRole, other: DatabaseRole): boolean {
  return (
    role === other ||
    other === 'authenticated_user' ||
    (members[role] ?? []).some((member) => includesDatabaseRole(member, other))
  );
}
