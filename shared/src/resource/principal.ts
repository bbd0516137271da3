import type { DatabaseRole } from '../db/roles.ts';
import type { Actor } from '../db/scope.ts';

/** Who is calling, after authentication. */
export type Principal = {
  actor: Actor;
  /** Empty for an operator of the platform, who belongs to no tenant. */
  tenantId: string;
  databaseRole: DatabaseRole;
  /** Granted permissions, wildcards included: `vehicle.read`, `fleet.*`, `*`. */
  permissions: readonly string[];
  /** Explicitly denied ones; a denial beats every grant. */
  denied: readonly string[];
  /** What requests are counted against: `token:<id>` or `user:<id>`. */
  rateLimitSubject: string;
  requestsPerHour: number;
};
