import type { DocumentClass } from '../tables/index.ts';
import type { PageText } from '../text/index.ts';
import { matchKeys } from '../understanding/match-keys.ts';

/** What documents of one kind from one sender have in common: what they were taken for, and their first line. */
export function classKey(pages: readonly PageText[], documentClass: DocumentClass): string {
  const firstLine = pages[0]?.text.split('\n').find((line) => /\p{L}{3}/u.test(line)) ?? '';
  return `${documentClass} ${matchKeys.name(firstLine)}`.slice(0, 300);
}
