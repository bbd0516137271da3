export { auditActions, auditLog } from './auditLog.ts';
export { cryptoKeys } from './cryptoKeys.ts';
export { domainEvents } from './domainEvents.ts';
export { idempotencyKeys } from './idempotencyKeys.ts';
export { processedMessages } from './processedMessages.ts';
