import { withSystem } from '../../../db/scope.ts';
import { rateLimited } from '../../../errors.ts';
import type { Services } from '../../../resource/services.ts';

const hourMs = 3_600_000;

/** Wrong passwords that a link takes in an hour. */
export const maxWrongPasswordsPerHour = 10;

/**
 * Looks at a password and counts it where it is wrong, over all instances. A try is counted before it is looked at and taken back where
 * it was right, so that tries at the same time are no more than the limit either.
 *
 * @returns whether it was right
 * @throws 429 once a link has seen too many wrong ones this hour
 */
export async function countedTry(services: Services, shareId: string, look: () => Promise<boolean>): Promise<boolean> {
  const nowMs = services.clock.now().getTime();
  const startMs = Math.floor(nowMs / hourMs) * hourMs;
  const window = [`document-link:${shareId}`, new Date(startMs)];
  const [counted] = await withSystem(
    services.database,
    'count a password of a link',
    (tx) =>
      tx.query(
        `insert into platform.rate_limit_windows as w (subject, window_start, granted) values ($1, $2, 1)
         on conflict (subject, window_start) do update set granted = w.granted + 1 where w.granted < $3 returning granted`,
        [...window, maxWrongPasswordsPerHour],
      ),
    { statements: 1 },
  );
  if (!counted) {
    const seconds = Math.max(1, Math.ceil((startMs + hourMs - nowMs) / 1000));
    throw rateLimited(seconds, `Too many wrong passwords were tried on this link. Try again in ${seconds} s.`);
  }
  const right = await look();
  if (right) {
    await withSystem(
      services.database,
      'take back a counted password',
      (tx) =>
        tx.query('update platform.rate_limit_windows set granted = granted - 1 where subject = $1 and window_start = $2', window),
      { statements: 1 },
    );
  }
  return right;
}
