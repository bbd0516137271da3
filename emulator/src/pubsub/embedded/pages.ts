/**
 * One page of a list that is ordered by name; a token is the last name of the page before.
 *
 * @returns the items and the token of the next page, empty after the last
 */
export function pageOf<T>(
  items: readonly T[],
  nameOf: (item: T) => string,
  request: { pageSize?: number | null; pageToken?: string | null },
): [items: T[], nextPageToken: string] {
  const after = request.pageToken ?? '';
  const rest = items.filter((item) => nameOf(item) > after).sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  const page = rest.slice(0, request.pageSize || 100);
  return [page, page.length < rest.length ? nameOf(page.at(-1)!) : ''];
}
