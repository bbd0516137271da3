import { shareDefinitions } from '@wheelhouse/shared/resource/openapi/definitions.ts';
import { jsonSchemaOf } from '@wheelhouse/shared/resource/openapi.ts';
import { expect, it } from 'vitest';
import { z } from 'zod';

it('definitions inside schemas become components, the same ones once, and every reference leads there', () => {
  const one = jsonSchemaOf(z.object({ value: z.json() }), 'input');
  const two = jsonSchemaOf(z.object({ first: z.json(), second: z.json() }), 'input');
  expect(JSON.stringify(one)).toContain('#/$defs/');
  const schemas: Record<string, unknown> = {};
  const document = { paths: { one, two }, components: { schemas } };
  shareDefinitions(document, schemas);
  expect(Object.keys(schemas)).toEqual(['Recursive']);
  expect(JSON.stringify(document)).not.toContain('$defs');
  expect(new Set(JSON.stringify(document).match(/"\$ref":"[^"]*"/g))).toEqual(
    new Set(['"$ref":"#/components/schemas/Recursive"']),
  );
});

it('definitions with a name of their own keep it, and another one of that name gets a number', () => {
  const text = { $ref: '#/$defs/Leaf', $defs: { Leaf: { type: 'string' } } };
  const number = { $ref: '#/$defs/Leaf', $defs: { Leaf: { type: 'number' } } };
  const schemas: Record<string, unknown> = {};
  shareDefinitions({ text, number }, schemas);
  expect(schemas).toEqual({ Leaf: { type: 'string' }, Leaf2: { type: 'number' } });
  expect([text, number]).toEqual([{ $ref: '#/components/schemas/Leaf' }, { $ref: '#/components/schemas/Leaf2' }]);
});
