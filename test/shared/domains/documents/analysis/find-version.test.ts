import { compareGeneration, type KnownVersion } from '@wheelhouse/shared/domains/documents/analysis/find-version.ts';
import { expect, it } from 'vitest';

const known = (generation: string | null, status: KnownVersion['status'] = 'sniffed'): KnownVersion => ({
  id: 'v',
  documentId: 'd',
  versionNumber: 1,
  generation,
  checksum: null,
  status,
});

it.each([
  ['of a file that was awaited', known(null, 'received'), '5', 'new'],
  ['of a newer generation, compared as a number', known('999', 'ready'), '1000', 'new'],
  ['of the generation that is being read', known('5'), '5', 'same'],
  ['of the generation that was read', known('5', 'ready'), '5', 'done'],
  ['of the generation that could not be read', known('5', 'failed'), '5', 'done'],
  // A bucket that keeps old generations would still give this one.
  ['of an older generation', known('1000', 'ready'), '999', 'old'],
] as const)('An event %s is told apart', (_, version, generation, expected) => {
  expect(compareGeneration(version, generation)).toBe(expected);
});
