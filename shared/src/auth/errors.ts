import { WheelhouseError } from '../errors.ts';

/** 403: the user may not come in for now, or not any more. */
export function accountRefused(status: 'inactive' | 'suspended' | 'pending_verification'): WheelhouseError {
  const details = {
    inactive: 'This account is not active any more. Ask an administrator of your organisation.',
    suspended: 'This account is suspended. Ask an administrator of your organisation.',
    pending_verification:
      'The e-mail address of this account is not verified yet. Follow the link that was sent to it, then sign in again.',
  };
  return new WheelhouseError({
    code: status === 'pending_verification' ? 'email_not_verified' : `account_${status}`,
    status: 403,
    title: 'Account refused',
    detail: details[status],
  });
}

/** 403: too many failed sign-ins. */
export function accountLocked(until: Date, now: Date): WheelhouseError {
  return new WheelhouseError({
    code: 'account_locked',
    status: 403,
    title: 'Account locked',
    detail: `This account is locked until ${until.toISOString()}.`,
    retryAfterSeconds: Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1000)),
  });
}

/** 400: the sign-in stands for users of several organisations, and the request does not say which is meant. */
export function tenantRequired(choices: readonly { id: string; slug: string; name: string }[]): WheelhouseError {
  return new WheelhouseError({
    code: 'tenant_required',
    status: 400,
    title: 'Organisation required',
    detail: `You belong to several organisations. Say which in the header X-Tenant: ${choices.map(({ slug }) => slug).join(', ')}.`,
    extensions: { tenants: choices.map(({ id, slug, name }) => ({ id, slug, name })) },
  });
}

/** 403: signed in, but no user of any organisation, or not of the one asked for. */
export function noAccount(detail: string): WheelhouseError {
  return new WheelhouseError({ code: 'no_account', status: 403, title: 'No account', detail });
}
