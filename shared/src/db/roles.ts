/** Roles of the database that a tenant scope may run as (sql/roles/roles.sql). */
export const databaseRoles = [
  'authenticated_user',
  'system_admin',
  'audit_admin',
  'compliance_officer',
  'vip_admin',
  'vip_operator',
  'emergency_responder',
  'fleet_admin',
  'driver_user',
  'customer_user',
  'support_agent',
  'hotel_staff',
] as const;

export type DatabaseRole = (typeof databaseRoles)[number];
