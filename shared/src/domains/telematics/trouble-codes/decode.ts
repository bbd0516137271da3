import type { severities } from '../fold/derived.ts';
import { troubleCodePattern } from '../message/ranges.ts';
import { descriptionOf } from './descriptions.ts';
import { failureTypes } from './failureTypes.ts';
import { severityOf } from './severity.ts';

export const troubleCodeSystems = ['powertrain', 'chassis', 'body', 'network'] as const;
export const troubleCodeDefiners = ['sae', 'manufacturer', 'reserved'] as const;

export type TroubleCode = {
  code: string;
  system: (typeof troubleCodeSystems)[number];
  /** Who says what it means: SAE for all makes, each manufacturer for itself, or nobody yet. */
  definedBy: (typeof troubleCodeDefiners)[number];
  /** What part of the system it is about; null where the number does not say. */
  subsystem: string | null;
  /** Whether the description is that of the code, and not only of its kind. */
  isKnown: boolean;
  description: string;
  severity: (typeof severities)[number];
};

const systems: Record<string, TroubleCode['system']> = { P: 'powertrain', C: 'chassis', B: 'body', U: 'network' };

/** By the third character of P0 and P1 (SAE J2012, table of subsystems). */
const subsystems: Record<string, string> = {
  0: 'fuel, air and auxiliary emission controls',
  1: 'fuel and air',
  2: 'fuel and air',
  3: 'ignition or misfire',
  4: 'auxiliary emission controls',
  5: 'vehicle speed, idle control and auxiliary inputs',
  6: 'computer and auxiliary outputs',
  7: 'transmission',
  8: 'transmission',
  9: 'transmission',
  A: 'electric drive',
  B: 'electric drive',
  C: 'electric drive',
};

/** Where P2 differs from P0. */
const subsystemsOfP2: Record<string, string> = {
  ...subsystems,
  A: 'fuel, air and emission controls',
  B: 'fuel, air and emission controls',
};
delete subsystemsOfP2.C;

const subsystemsOfU: Record<string, string> = {
  0: 'bus',
  1: 'communication',
  2: 'communication',
  3: 'software',
  4: 'data',
  5: 'data',
};

/**
 * What a trouble code of SAE J2012 means: `P0301`, or `P0301-1C` with a failure type. A code that is not listed is described by
 * what its structure says.
 *
 * @returns null where the text is no such code
 */
export function decodeTroubleCode(text: string): TroubleCode | null {
  if (!troubleCodePattern.test(text)) return null;
  const code = text.toUpperCase();
  const base = code.slice(0, 5);
  const system = systems[base.charAt(0)] as TroubleCode['system'];
  const definedBy = definerOf(base);
  const subsystem = subsystemOf(base, definedBy);
  const listed = definedBy === 'sae' ? descriptionOf(base) : undefined;
  const failureType = code.length > 5 ? failureTypes[code.slice(6)] : undefined;
  const description = listed ?? describeStructure(system, definedBy, subsystem);
  return {
    code,
    system,
    definedBy,
    subsystem,
    isKnown: listed !== undefined,
    description: failureType ? `${description} (${failureType})` : description,
    severity: definedBy === 'sae' ? severityOf(base) : 'moderate',
  };
}

/** P2 and the upper part of P3 are SAE's as well; B3, C3 and U3 are kept for later, but for the first U3 codes. */
function definerOf(base: string): TroubleCode['definedBy'] {
  const [letter, digit] = base;
  if (digit === '0') return 'sae';
  if (digit === '1') return 'manufacturer';
  if (letter === 'P') return digit === '2' || base >= 'P3400' ? 'sae' : 'manufacturer';
  if (digit === '2') return 'manufacturer';
  return letter === 'U' ? 'sae' : 'reserved';
}

function subsystemOf(base: string, definedBy: TroubleCode['definedBy']): string | null {
  const third = base.charAt(2);
  if (base.startsWith('U0')) return subsystemsOfU[third] ?? null;
  if (base.startsWith('P2')) return subsystemsOfP2[third] ?? null;
  if (base.startsWith('P0') || base.startsWith('P1')) return subsystems[third] ?? null;
  return base.startsWith('P3') && definedBy === 'sae' ? 'cylinder deactivation' : null;
}

function describeStructure(system: TroubleCode['system'], definedBy: TroubleCode['definedBy'], subsystem: string | null): string {
  const where = subsystem ? `${system}, ${subsystem}` : system;
  if (definedBy === 'manufacturer') return `Code of the manufacturer: ${where}`;
  return definedBy === 'sae' ? `Code without a description here: ${where}` : `Code that nobody has defined: ${where}`;
}
