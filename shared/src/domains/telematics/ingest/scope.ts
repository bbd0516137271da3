import type { Scope } from '../../../db/scope.ts';

/** Devices of a whole batch act together; what each of them sent says so itself. */
export function ingestScope(tenantId: string): Scope {
  return {
    tenantId,
    actor: { kind: 'system', reason: 'telemetry ingest' },
    databaseRole: 'fleet_admin',
    request: { operation: 'telemetry.ingest' },
  };
}
