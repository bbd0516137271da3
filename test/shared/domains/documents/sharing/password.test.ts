import { hashPassword, isPassword } from '@wheelhouse/shared/domains/documents/sharing/password.ts';
import { expect, it } from 'vitest';

it('A password is kept so that it can be recognised and not read, each time differently', async () => {
  const [one, other] = [await hashPassword('Größe 42'), await hashPassword('Größe 42')];
  expect(one).not.toBe(other);
  expect(one.length).toBeLessThanOrEqual(255);
  for (const kept of [one, other]) {
    expect(await isPassword('Größe 42', kept)).toBe(true);
    expect(await isPassword('Größe 42'.normalize('NFD'), kept)).toBe(true);
    expect(await isPassword('größe 42', kept)).toBe(false);
    expect(await isPassword('', kept)).toBe(false);
  }
});

it('A form that is not known is an error of ours', async () => {
  await expect(isPassword('a', 'md5$abc')).rejects.toThrow(/not known/);
});
