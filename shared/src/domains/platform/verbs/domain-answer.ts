import { z } from 'zod';

/** A domain as verbs answer it. */
export const domainAnswer = z.object({
  id: z.guid(),
  tenantId: z.guid(),
  domain: z.string(),
  isPrimary: z.boolean(),
  isVerified: z.boolean(),
  verificationToken: z.string().nullable(),
});

export const domainColumns = `id, tenant_id as "tenantId", domain, is_primary as "isPrimary", is_verified as "isVerified",
  verification_token as "verificationToken"`;

/** Name of the TXT record that proves who owns a domain. */
export const recordOf = (domain: string): string => `_wheelhouse.${domain}`;
