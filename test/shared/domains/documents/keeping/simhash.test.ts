import { nearDuplicateBits, simhashDistance, textSimhash } from '@wheelhouse/shared/domains/documents/keeping/simhash.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';

const word = fc.string({ unit: fc.constantFrom(...'abcdefghijklmnop'), minLength: 3, maxLength: 9 });
const text = fc.array(word, { minLength: 400, maxLength: 700 });

it('A fingerprint has 16 hexadecimal digits, and is the same for the same words however they are set', () => {
  fc.assert(
    fc.property(text, (words) => {
      const print = textSimhash(words.join(' '));
      expect(print).toMatch(/^[0-9a-f]{16}$/);
      expect(textSimhash(`${words.join('\n\n').toUpperCase()}.`)).toBe(print);
    }),
    { numRuns: 50 },
  );
});

it('A text with a word changed here or there is nearly the same; another text is not', () => {
  let near = 0;
  let far = 0;
  const runs = 200;
  fc.assert(
    fc.property(text, text, fc.nat(), word, (words, others, at, changed) => {
      const edited = words.with(at % words.length, changed);
      const print = textSimhash(words.join(' ')) as string;
      if (simhashDistance(print, textSimhash(edited.join(' ')) as string) <= nearDuplicateBits) near += 1;
      if (simhashDistance(print, textSimhash(others.join(' ')) as string) > nearDuplicateBits) far += 1;
    }),
    { numRuns: runs, seed: 7 },
  );
  expect(near).toBeGreaterThanOrEqual(runs * 0.98);
  expect(far).toBe(runs);
});

it('A form that is filled in differently is another text', () => {
  const invoice = (n: number) =>
    `Invoice ${n} of Acme Tyres. Customer ${n * 7}. Vehicle plate AB ${n} CD. ${['Front', 'Rear', 'Spare'].map((which, index) => `${which} tyre ${n + index} pieces at ${n * (index + 3)}.50 EUR each`).join('. ')}. Total ${n * 31} EUR due on day ${n % 28}. Bank account of Acme Tyres, thank you for your business.`;
  for (let n = 100; n < 120; n += 1) {
    const distance = simhashDistance(textSimhash(invoice(n)) as string, textSimhash(invoice(n + 57)) as string);
    expect(distance).toBeGreaterThan(nearDuplicateBits);
  }
});

it('A text of a few words has no fingerprint', () => {
  expect(textSimhash('')).toBeNull();
  expect(textSimhash('See attached. Regards')).toBeNull();
});

it('The distance is the number of bits that differ', () => {
  expect(simhashDistance('0000000000000000', 'ffffffffffffffff')).toBe(64);
  expect(simhashDistance('8000000000000001', '0000000000000000')).toBe(2);
});
