import {
  forbidden,
  fromZodError,
  internal,
  invalidFields,
  problemResponse,
  rateLimited,
  toProblem,
} from '@wheelhouse/shared/errors.ts';
import { expect, test } from 'vitest';
import { z } from 'zod';

test('a problem detail has the members of RFC 9457 and ours', () => {
  const error = invalidFields([{ path: 'year', message: 'must be a number', code: 'invalid_type' }]);
  expect(toProblem(error, { instance: '/v1/vehicles', requestId: 'r1' })).toEqual({
    type: 'https://wheelhouse.dev/problems/invalid_fields',
    title: 'Invalid fields',
    status: 422,
    detail: 'year: must be a number',
    instance: '/v1/vehicles',
    code: 'invalid_fields',
    requestId: 'r1',
    errors: [{ path: 'year', message: 'must be a number', code: 'invalid_type' }],
  });
});

test('a missing permission is named', () => {
  expect(toProblem(forbidden('fleet.vehicles.update'))).toMatchObject({ status: 403, permission: 'fleet.vehicles.update' });
});

test('the response says its media type and when to come back', () => {
  const response = problemResponse(rateLimited(1.2));
  expect(response.status).toBe(429);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(response.headers.get('retry-after')).toBe('2');
});

test('an internal error keeps its cause to itself', () => {
  const error = internal(new Error('password of db is x'));
  expect(JSON.stringify(toProblem(error))).not.toContain('password');
  expect(error.cause).toBeInstanceOf(Error);
});

test('every issue of a zod error becomes a field with its path', () => {
  const schema = z.strictObject({ items: z.array(z.object({ quantity: z.number() })), name: z.string() });
  const { error } = schema.safeParse({ items: [{ quantity: 1 }, { quantity: 'x' }], colour: 1, size: 2 });
  expect(fromZodError(error!).fields?.map(({ path, code }) => `${path} ${code}`)).toEqual([
    'items[1].quantity invalid_type',
    'name required',
    'colour unknown_field',
    'size unknown_field',
  ]);
});
