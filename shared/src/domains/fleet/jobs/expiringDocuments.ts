import { z } from 'zod';
import { job } from '../../../runtime/job.ts';
import type { DocumentExpiring } from '../events.ts';
import { timeZone } from '../fields.ts';
import { localTimeOf } from '../zoned-time.ts';

type Notice = {
  document: 'insurance' | 'registration' | 'license';
  id: string;
  expiryDate: string;
  daysLeft: number;
  thresholdDays: number;
};

// The smallest threshold that is reached counts, so a run that comes late gives one warning, not all that it missed.
const notices = `
  with expiring as (
    select 'insurance' as document, id, insurance_expiry_date as expiry from vehicles where is_active and operational_status <> 'retired'
    union all
    select 'registration', id, registration_expiry_date from vehicles where is_active and operational_status <> 'retired'
    union all
    select 'license', id, license_expiry_date from drivers where employment_status <> 'terminated'
  ), reached as (
    select document, id, expiry, (select min(t) from unnest($2::integer[]) t where t >= expiry - $1::date) as threshold
    from expiring where expiry - $1::date <= (select max(t) from unnest($2::integer[]) t)
  )
  insert into expiry_notices (document, subject_id, expiry_date, threshold_days)
  select document, id, expiry, threshold from reached
  order by expiry, document, id
  on conflict do nothing
  returning document, subject_id as id, expiry_date::text as "expiryDate", expiry_date - $1::date as "daysLeft", threshold_days as "thresholdDays"`;

/** Warns of insurance, registrations and licences that expire: once for each threshold and expiry date, whenever it runs. */
export const expiringDocuments = job({
  handler: 'fleet.expiringDocuments',
  summary: 'Warn of insurance, registrations and licences that are about to expire',
  scope: 'tenant',
  parameters: z.strictObject({
    thresholdsDays: z
      .array(z.int().min(0).max(365))
      .min(1)
      .max(10)
      .default([30, 7, 0])
      .describe('Warn when at most this many days are left.'),
    timeZone: timeZone.default('UTC').describe('Where "today" is.'),
  }),
  run: async ({ parameters, services, inScope }) => {
    const today = localTimeOf(services.clock.now(), parameters.timeZone).date;
    const recordsProcessed = await inScope(async (tx) => {
      const rows = await tx.query<Notice>(notices, [today, parameters.thresholdsDays]);
      for (const { document, ...data } of rows) {
        const subjectType = document === 'license' ? 'driver' : 'vehicle';
        const expiring: DocumentExpiring = data;
        tx.emit({ type: `${subjectType}.${document}_expiring`, subjectType, subjectId: data.id, data: expiring });
      }
      return rows.length;
    });
    return { recordsProcessed };
  },
});
