import { hash } from 'node:crypto';
import { z } from 'zod';
import { accessDenied, invalidField } from '../../../errors.ts';
import { verb } from '../../../resource/verb.ts';
import { ingestOf, type Receipt } from '../ingest/index.ts';
import { rejectionReasons } from '../message/index.ts';
import { envelopeSchema } from '../message/schema.ts';

/** The message of the topic; the tenant is the caller's, and may be left out. */
const input = envelopeSchema.extend({ tenantId: envelopeSchema.shape.tenantId.optional() });

export const ingest = verb({
  name: 'ingest',
  on: 'vehicle-locations',
  target: 'collection',
  permission: 'location.write',
  summary: 'Store a batch of readings of one device',
  description:
    'The message that devices publish to Pub/Sub, over HTTPS. Answers when everything is durable. A reading that cannot be stored ' +
    'does not cost the others: it is kept among the telemetry rejections and named in the answer.',
  input,
  output: z.object({
    stored: z.int(),
    rejected: z.array(z.object({ index: z.int(), reason: z.enum(rejectionReasons), detail: z.string() })),
  }),
  // Stored before the verb's own transaction, together with what other requests bring at the same time. Repeating it adds nothing.
  prepare: async ({ input, principal, services }): Promise<Receipt> => {
    if (!principal.tenantId) throw accessDenied('Readings belong to a tenant. Send X-Tenant with a tenant you belong to.');
    if (input.tenantId && input.tenantId.toLowerCase() !== principal.tenantId) {
      throw invalidField('tenantId', 'Is not your organisation. Leave it out.', 'wrong_tenant');
    }
    const data = JSON.stringify({ ...input, tenantId: principal.tenantId });
    const publishTime = services.clock.now().toISOString();
    const receipt = await ingestOf(services).submit({
      data,
      messageId: `http:${hash('sha256', data)}`,
      attributes: {},
      publishTime,
    });
    if (!receipt) throw invalidField('readings', 'Cannot be read: nested too deep.', 'malformed');
    return receipt;
  },
  run: async ({ prepared }) => ({
    stored: prepared.stored,
    rejected: prepared.rejected.map(({ index, ...cause }) => ({ index: index ?? 0, ...cause })),
  }),
});
