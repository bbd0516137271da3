/**
 * The results of two statements that were sent together. When the first fails, the second fails because of it ("current transaction
 * is aborted"): the first one's error is the telling one, and the other must not be left unhandled.
 */
export async function inOrder<A, B>(first: A, second: Promise<B>): Promise<[Awaited<A>, B]> {
  second.catch(() => {});
  return [await first, await second];
}
