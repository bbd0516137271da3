/**
 * Middlewares, one concern a folder. Mount them in this order, so that every answer, errors too, has an id, a span, a log entry
 * and its headers: requestId, trace, accessLog, securityHeaders, cors, methodNotAllowed, drain, bodyLimit, jsonOnly.
 */
export { accessLog } from './access-log/index.ts';
export { bodyLimit } from './body-limit/index.ts';
export { cors } from './cors/index.ts';
export { createDrain, type Drain } from './drain/index.ts';
export { jsonOnly } from './json-only/index.ts';
export { methodNotAllowed } from './method-not-allowed/index.ts';
export { problemDetails } from './problem-details/index.ts';
export { type RequestIdVariables, requestId } from './request-id/index.ts';
export { securityHeaders } from './security-headers/index.ts';
export { traceRequests } from './trace/index.ts';
