import { z } from 'zod';
import { invalidField } from '../../../errors.ts';
import { verb } from '../../../resource/verb.ts';
import { troubleCodeSchema } from '../engine/codes.ts';
import { decodeTroubleCode as decode } from '../trouble-codes/index.ts';

export const decodeTroubleCode = verb({
  name: 'decodeTroubleCode',
  on: 'vehicle-events',
  target: 'collection',
  method: 'GET',
  permission: 'location.read',
  summary: 'What a trouble code means',
  description: 'Of SAE J2012, with or without a failure type: P0301, U0100-87. What is not listed is decoded by its structure.',
  input: z.strictObject({ code: z.string().min(1).max(20) }),
  output: troubleCodeSchema,
  run: async ({ input: { code } }) => {
    const decoded = decode(code);
    if (!decoded) throw invalidField('code', `${code} is no trouble code of SAE J2012, such as P0301 or P0301-1C.`, 'invalid');
    return decoded;
  },
});
