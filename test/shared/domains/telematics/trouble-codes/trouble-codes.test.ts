import { readFileSync } from 'node:fs';
import { decodeTroubleCode } from '@wheelhouse/shared/domains/telematics/trouble-codes/index.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';

it('A generic code has its description, its subsystem and how severe it is', () => {
  expect(decodeTroubleCode('P0301')).toEqual({
    code: 'P0301',
    system: 'powertrain',
    definedBy: 'sae',
    subsystem: 'ignition or misfire',
    isKnown: true,
    description: 'Misfire on cylinder 1',
    severity: 'severe',
  });
  expect(decodeTroubleCode('p0420')).toMatchObject({ code: 'P0420', severity: 'moderate', isKnown: true });
  expect(decodeTroubleCode('P0457')).toMatchObject({ severity: 'minor' });
  expect(decodeTroubleCode('C0034')).toMatchObject({ system: 'chassis', severity: 'severe' });
  expect(decodeTroubleCode('B0001')).toMatchObject({ system: 'body', severity: 'severe' });
  expect(decodeTroubleCode('U0198')).toMatchObject({ system: 'network', subsystem: 'communication', severity: 'minor' });
});

it('A failure type says how it fails', () => {
  expect(decodeTroubleCode('U0100-87')?.description).toBe('No communication with the engine control module A (message missing)');
  expect(decodeTroubleCode('P0301-FE')?.description).toBe('Misfire on cylinder 1');
});

it("A code that is not listed, or a manufacturer's, is decoded by its structure", () => {
  expect(decodeTroubleCode('P1351')).toMatchObject({
    definedBy: 'manufacturer',
    isKnown: false,
    description: 'Code of the manufacturer: powertrain, ignition or misfire',
    severity: 'moderate',
  });
  expect(decodeTroubleCode('P07FF')).toMatchObject({ definedBy: 'sae', isKnown: false, subsystem: 'transmission' });
  expect(decodeTroubleCode('P0C12')).toMatchObject({ subsystem: 'electric drive', severity: 'severe' });
  expect(decodeTroubleCode('P3100')).toMatchObject({ definedBy: 'manufacturer' });
  expect(decodeTroubleCode('P3401')).toMatchObject({ definedBy: 'sae', subsystem: 'cylinder deactivation' });
  expect(decodeTroubleCode('B3001')).toMatchObject({ definedBy: 'reserved', subsystem: null });
  expect(decodeTroubleCode('C1200')).toMatchObject({ definedBy: 'manufacturer', system: 'chassis', severity: 'moderate' });
});

it('Every text of the form of a code is decoded, and nothing else', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[PCBUpcbu][0-3][0-9A-Fa-f]{3}(-[0-9A-Fa-f]{2})?$/), (text) => {
      const decoded = decodeTroubleCode(text);
      expect(decoded?.code).toBe(text.toUpperCase());
      expect(decoded?.description.length).toBeGreaterThan(0);
    }),
  );
  for (const text of ['', 'P030', 'P03011', 'X0301', 'P4301', 'P03G1', 'P0301-1', ' P0301'])
    expect(decodeTroubleCode(text)).toBeNull();
});

it('The list is sorted, without doubles, and holds generic codes only', () => {
  const file = new URL('../../../../../shared/src/domains/telematics/trouble-codes/codes.txt', import.meta.url);
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  const codes = lines.map((line) => line.slice(0, 5));
  expect(codes).toEqual([...new Set(codes)].sort());
  for (const line of lines) {
    expect(line).toMatch(/^[PCBU][0-3][0-9A-F]{3} [A-Z]\S.*\S$/);
    expect(decodeTroubleCode(line.slice(0, 5))).toMatchObject({ definedBy: 'sae', isKnown: true });
  }
});
