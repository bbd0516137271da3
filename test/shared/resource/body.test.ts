import { parseBody, parseJson } from '@wheelhouse/shared/resource/body.ts';
import { jsonDepth } from '@wheelhouse/shared/resource/json-depth.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

describe('a JSON body', () => {
  it('is invalid where an object with a length that cannot be compared stands for a text or a list', () => {
    const schema = z.strictObject({ name: z.union([z.string().max(5), z.array(z.string()).min(1)]) });
    const body = parseJson('{"name":{"length":{"toString":1}}}');
    expect(() => parseBody(schema, body)).toThrow(expect.objectContaining({ status: 422 }));
  });

  it('may be nested 100 levels deep, and no deeper', () => {
    expect(() => parseJson(nested(100))).not.toThrow();
    expect(() => parseJson(nested(101))).toThrow('100 levels');
    expect(() => parseJson(nested(400_000))).toThrow('100 levels');
    expect(() => parseJson('{"a":'.repeat(200_000))).toThrow('100 levels');
  });

  it('is not called deep for brackets inside its texts', () => {
    const text = JSON.stringify({ name: '[{'.repeat(500), quoted: `"${'['.repeat(500)}\\` });
    expect(jsonDepth(text)).toBe(1);
    expect(() => parseJson(text)).not.toThrow();
  });

  it('is as deep as the value it stands for', () => {
    const depthOf = (value: unknown): number =>
      value !== null && typeof value === 'object' ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        expect(jsonDepth(JSON.stringify(value))).toBe(depthOf(JSON.parse(JSON.stringify(value))));
      }),
    );
  });

  it.each(['{"metadata":{"a":1e999}}', '[-1e400]', `{"a":${'9'.repeat(400)}}`])(
    'with a number that would be kept as null is refused: %s',
    (text) => {
      expect(() => parseJson(text)).toThrow('too large');
    },
  );
});
