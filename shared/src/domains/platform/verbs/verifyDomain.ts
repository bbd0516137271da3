import { resolveTxt } from 'node:dns/promises';
import { z } from 'zod';
import { withSystem } from '../../../db/scope.ts';
import { notFound, ruleViolated, unavailable } from '../../../errors.ts';
import { type Verb, verb } from '../../../resource/verb.ts';
import { domainAnswer, domainColumns, recordOf } from './domain-answer.ts';

/** Looks up TXT records as node:dns does: each record is its strings. */
export type ResolveTxt = (name: string) => Promise<string[][]>;

type Domain = z.output<typeof domainAnswer>;

const input = z.strictObject({});

/** `POST /v1/domains/{id}:verify` with the resolver of this machine. */
export const verifyDomain = verifyDomainWith(resolveTxt);

/** The verb over a given resolver. */
export function verifyDomainWith(resolve: ResolveTxt): Verb {
  return verb<typeof input, typeof domainAnswer, string | undefined>({
    name: 'verify',
    on: 'domains',
    target: 'item',
    permission: 'platform.write',
    scope: 'platform',
    summary: 'Check that a tenant owns its domain',
    description:
      'Looks for verificationToken in the TXT record _wheelhouse.<domain>. From then on the users of the tenant are found by that domain.',
    input,
    output: domainAnswer,
    prepare: async ({ id, services }) => {
      const [domain] = await withSystem(
        services.database,
        'verify a domain',
        (tx) => tx.query<Domain>(`select ${domainColumns} from platform.domains where id = $1`, [id]),
        { access: 'read', statements: 1 },
      );
      if (domain && !domain.isVerified) await requireRecord(resolve, domain);
      return domain?.verificationToken ?? undefined;
    },
    // The token that was looked up must still be the one that counts.
    run: async ({ tx, id, prepared: token }) => {
      const [row] = await tx.query<Domain>(
        `update platform.domains set is_verified = true where id = $1 and (is_verified or verification_token = $2) returning ${domainColumns}`,
        [id, token ?? null],
      );
      if (!row) throw notFound('domain', id);
      return row;
    },
  });
}

async function requireRecord(resolve: ResolveTxt, { domain, verificationToken }: Domain): Promise<void> {
  const name = recordOf(domain);
  const records = await resolve(name).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOTFOUND' || error.code === 'ENODATA') return [];
    throw unavailable(`The name servers of ${domain} do not answer (${error.code ?? error.message}). Try again later.`, 60, {
      cause: error,
    });
  });
  const values = records.map((strings) => strings.join(''));
  if (verificationToken && values.includes(verificationToken)) return;
  const found = values.length === 0 ? 'there is none' : `it holds ${values.slice(0, 3).join(' and ').slice(0, 200)}`;
  throw ruleViolated(
    `The TXT record ${name} does not hold ${verificationToken}: ${found}. Publish it and try again; a new record can take an hour to be seen.`,
  );
}
