import { z } from 'zod';

/** `platform` is what operators send as X-Tenant. */
const reserved: readonly string[] = ['platform'];

/** Short name of a tenant in addresses and schema names. */
export const slugSchema = z
  .string()
  .min(2)
  .max(50)
  .regex(
    /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
    'Must be lower-case letters, digits and single hyphens, beginning with a letter: acme-logistics.',
  )
  .refine((slug) => !reserved.includes(slug), 'Is reserved.');

/** The schema of a dedicated tenant. Slugs have no underscore, so no two share one. */
export function schemaNameOf(slug: string): string {
  return `tenant_${slug.replaceAll('-', '_')}`;
}
