/** PostgreSQL's answer to every statement after the one that failed. */
const inFailedTransaction = '25P02';

/**
 * Waits for statements of one transaction that were sent without waiting for each other, and answers what they did.
 *
 * @throws the failure of the first that failed; those after it only say that the transaction has failed
 */
export async function allSent<const T extends readonly Promise<unknown>[]>(
  statements: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const answers = await Promise.allSettled(statements);
  const failures = answers.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  if (failures.length > 0) throw failures.find(({ code }) => code !== inFailedTransaction) ?? failures[0];
  return answers.map((one) => (one as PromiseFulfilledResult<unknown>).value) as { -readonly [K in keyof T]: Awaited<T[K]> };
}
