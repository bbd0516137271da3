/** PostgreSQL's answer to every statement after the one that failed. */
const inFailedTransaction = '25P02';

/**
 * Waits for statements of one transaction that were sent without waiting for each other.
 *
 * @throws the failure of the first that failed; those after it only say that the transaction has failed
 */
export async function allSent(statements: readonly Promise<unknown>[]): Promise<void> {
  const failures = (await Promise.allSettled(statements)).flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  if (failures.length > 0) throw failures.find(({ code }) => code !== inFailedTransaction) ?? failures[0];
}
