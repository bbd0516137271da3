import { z } from 'zod';
import { severities } from '../fold/derived.ts';
import { troubleCodeDefiners, troubleCodeSystems } from '../trouble-codes/index.ts';

/** A decoded trouble code as the interface shows it. */
export const troubleCodeSchema = z.object({
  code: z.string(),
  system: z.enum(troubleCodeSystems),
  definedBy: z.enum(troubleCodeDefiners).describe('Who says what it means: SAE for all makes, or the manufacturer'),
  subsystem: z.string().nullable(),
  isKnown: z.boolean().describe('False where the description follows from the structure of the code only'),
  description: z.string(),
  severity: z.enum(severities),
});
