import { parseFilter } from '@wheelhouse/emulator/pubsub/embedded/filter.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

describe('a subscription filter', () => {
  it.each([
    ['attributes:a', { a: '' }, true],
    ['attributes:a', { b: '' }, false],
    ['attributes.a = "x"', { a: 'x' }, true],
    ['attributes.a = "x"', { a: 'X' }, false],
    ['attributes.a != "x"', { a: 'y' }, true],
    ['attributes.a != "x"', {}, true],
    ['attributes.a != "x"', { a: 'x' }, false],
    ['hasPrefix(attributes.a, "co")', { a: 'com' }, true],
    ['hasPrefix(attributes.a, "co")', { a: 'org' }, false],
    ['hasPrefix(attributes.a, "co")', {}, false],
    ['NOT attributes:a', {}, true],
    ['-attributes:a', { a: '' }, false],
    ['attributes:a AND attributes:b', { a: '' }, false],
    ['attributes:a OR attributes:b', { b: '' }, true],
    ['attributes:a AND (attributes:b OR attributes:c)', { a: '', c: '' }, true],
    ['NOT (attributes:a OR attributes:b)', { b: '' }, false],
    ['attributes.ce-type = "x.y"', { 'ce-type': 'x.y' }, true],
    ['attributes."my key" = "say \\"hi\\""', { 'my key': 'say "hi"' }, true],
    ['', {}, true],
  ])('%s on %j is %s', (text, attributes, expected) => {
    expect(parseFilter(text)(attributes as Record<string, string>)).toBe(expected);
  });

  it.each([
    'attributes.',
    'attributes.a',
    'attributes.a = x',
    'attributes.a = "x" AND',
    'attributes:a AND attributes:b OR attributes:c',
    'attributes:a OR attributes:b AND attributes:c',
    '(attributes:a',
    'attributes:a)',
    'data = "x"',
    'attributes.a = "x',
    'hasPrefix(attributes.a)',
    'attributes.a == "x"',
    `attributes.a = "${'x'.repeat(256)}"`,
  ])('is refused with a reason: %s', (text) => {
    expect(() => parseFilter(text)).toThrow(/filter/i);
  });

  it('finds any value that is written with its quotes and backslashes escaped', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 40 }).filter((value) => !value.includes('\n')),
        (value) => {
          const escaped = value.replace(/["\\]/g, '\\$&');
          const matches = parseFilter(`attributes.key = "${escaped}"`);
          expect(matches({ key: value })).toBe(true);
          expect(matches({ key: `${value}.` })).toBe(false);
        },
      ),
    );
  });
});
