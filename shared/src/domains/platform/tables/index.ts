export { accounts } from './accounts.ts';
export { domains } from './domains.ts';
export { platformIdempotencyKeys } from './idempotencyKeys.ts';
export { operators } from './operators.ts';
export { rateLimitWindows } from './rateLimitWindows.ts';
export { rejectedMessages } from './rejectedMessages.ts';
export { tenantStatuses, tenants } from './tenants.ts';
