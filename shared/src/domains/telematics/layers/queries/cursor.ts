import { z } from 'zod';
import { invalidField } from '../../../../errors.ts';

const content = z.tuple([z.number().min(0).max(1e9), z.guid()]);

/** An opaque cursor: how far the last record of a page was, and its id. */
export const encodeCursor = (farM: number, id: string): string => Buffer.from(JSON.stringify([farM, id])).toString('base64url');

/** @throws 422 where it is no cursor that encodeCursor made */
export function decodeCursor(cursor: string): { farM: number; id: string } {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    value = undefined;
  }
  const parsed = content.safeParse(value);
  if (!parsed.success)
    throw invalidField(
      'cursor',
      'This is not a cursor that this question answered with. Start again without one.',
      'invalid_cursor',
    );
  return { farM: parsed.data[0], id: parsed.data[1] };
}
