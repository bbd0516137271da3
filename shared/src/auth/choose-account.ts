import type { Account, Accounts } from './accounts.ts';
import { noAccount, tenantRequired } from './errors.ts';

type Asked = {
  /** X-Tenant: id or slug of a tenant, or `platform`. */
  tenant: string | undefined;
  /** Tenant whose verified domain the request was sent to; asked only when it matters. */
  tenantOfHost: () => Promise<string | undefined>;
};

/**
 * Which of its accounts a sign-in uses: the one asked for, else the only one, else the one of the host's tenant. An operator of the
 * platform acts as such when asking for `platform` or having no account.
 *
 * @throws 403 no account (there), 400 several and none asked for
 */
export async function chooseAccount({ accounts, operatorId }: Accounts, asked: Asked): Promise<Account | { operatorId: string }> {
  if (asked.tenant === 'platform') {
    if (!operatorId) throw noAccount('You are no operator of the platform.');
    return { operatorId };
  }
  if (asked.tenant !== undefined) {
    const wanted = asked.tenant.toLowerCase();
    const account = accounts.find(({ tenantId, slug }) => tenantId === wanted || slug === wanted);
    if (!account) throw noAccount(`You have no account in the organisation ${asked.tenant} that X-Tenant names.`);
    return account;
  }
  const active = accounts.filter(({ isActive }) => isActive);
  // Where none is active, the refusal that follows says why.
  const choices = active.length > 0 ? active : accounts;
  const [first, second] = choices;
  if (first && !second) return first;
  if (!first) {
    if (operatorId) return { operatorId };
    throw noAccount(
      'No organisation has a user for this sign-in. If you were invited, sign in with that e-mail address and verify it first.',
    );
  }
  const tenantOfHost = await asked.tenantOfHost();
  const ofHost = choices.find(({ tenantId }) => tenantId === tenantOfHost);
  if (ofHost) return ofHost;
  throw tenantRequired(choices.map(({ tenantId, slug, name }) => ({ id: tenantId, slug, name })));
}
