import type { Json } from './json-schema.ts';

export const problem: Json = {
  type: 'object',
  description: 'Problem detail (RFC 9457).',
  required: ['type', 'title', 'status', 'code'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string' },
    code: { type: 'string', description: 'Stable; branch on this.' },
    requestId: { type: 'string' },
    errors: {
      type: 'array',
      description: 'Every invalid field.',
      items: {
        type: 'object',
        required: ['path', 'message', 'code'],
        properties: { path: { type: 'string' }, message: { type: 'string' }, code: { type: 'string' } },
      },
    },
  },
};

export const commonErrors: Record<string, string> = {
  400: 'The request cannot be read.',
  401: 'No token, or one that is expired, forged or revoked.',
  403: 'The token lacks a permission, which is named.',
  404: 'There is no such row, or not for you.',
  409: 'The change contradicts what is there.',
  410: 'What was asked for is no longer kept.',
  412: 'The row has changed since the version in If-Match.',
  413: 'The body is too large.',
  415: 'The body is not JSON.',
  422: 'The request was read, but fields are invalid; each is named.',
  428: 'If-Match is required.',
  429: 'Too many requests; see Retry-After.',
  503: 'Try again after Retry-After.',
};
