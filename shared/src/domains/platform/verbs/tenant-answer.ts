import { z } from 'zod';
import type { VerbContext } from '../../../resource/verb.ts';
import { tenantStatuses } from '../tables/index.ts';
import type { By, Doors, Tenant } from '../tenants/index.ts';

/** A tenant as verbs answer it. */
export const tenantAnswer = z.object({
  id: z.guid(),
  name: z.string(),
  slug: z.string(),
  placement: z.enum(['pooled', 'dedicated']),
  schemaName: z.string(),
  status: z.enum(tenantStatuses),
  statusReason: z.string().nullable(),
});

export function answerOf({ id, name, slug, placement, schemaName, status, statusReason }: Tenant): z.output<typeof tenantAnswer> {
  return { id, name, slug, placement, schemaName, status, statusReason };
}

type Caller = Pick<VerbContext<unknown, unknown>, 'services' | 'principal'>;

export async function doorsOf({ services }: Caller): Promise<Doors> {
  return { database: services.database, owner: await services.databaseOwner() };
}

export function byOf({ principal }: Caller): By {
  return { actor: principal.actor };
}
