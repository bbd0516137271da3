import { createHash, type Hash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { FeedError } from '../feed/feed-error.ts';
import { type FeedAnswer, type FeedRequest, openFeed } from '../feed/openFeed.ts';
import { formats } from '../formats/index.ts';
import type { ImportSource, Page } from '../import/index.ts';

const maxPages = 1_000;

/** What the documents of a feed add up to, known when they have been read. */
export type Reading = {
  pages: AsyncIterable<Page>;
  /** SHA-256 of all bytes that were read. */
  hash: Hash;
  /** Documents that were read. */
  count(): number;
  /** Addresses of single stations that did not answer. */
  unreachable(): number;
};

/** The documents of a feed, the first of which has been opened: page after page, as its format leads to the next. */
export function followPages(source: ImportSource, first: FeedAnswer & { status: 'read' }, request: FeedRequest): Reading {
  const hash = createHash('sha256');
  const { nextPage } = formats[source.format];
  let count = 0;
  async function* pages(): AsyncGenerator<Page> {
    let url: string | undefined = source.url;
    let body = first.body;
    while (url !== undefined) {
      if (count === maxPages) throw new FeedError(`The feed has more than ${maxPages} pages.`);
      count += 1;
      const at: string = url;
      let next: string | undefined;
      yield {
        url: at,
        body: hashed(body, hash),
        ended: (records, envelope) => {
          next = nextPage?.({ url: at, count: records, envelope });
        },
      };
      url = next;
      if (url !== undefined) body = await opened(url, request);
    }
  }
  return { pages: pages(), hash, count: () => count, unreachable: () => 0 };
}

/** The documents of single stations, whose ids stand for `{stationId}` in the address. One that cannot be had costs only itself. */
export function eachStation(source: ImportSource, stationIds: readonly string[], request: FeedRequest): Reading {
  const hash = createHash('sha256');
  let count = 0;
  let unreachable = 0;
  async function* pages(): AsyncGenerator<Page> {
    for (const id of stationIds) {
      request.signal.throwIfAborted();
      const url = source.url.replaceAll('{stationId}', encodeURIComponent(id));
      try {
        const body = await buffer(await opened(url, { ...request, maxBytes: 2 ** 20 }));
        count += 1;
        yield { url, body: hashed([body], hash) };
      } catch (error) {
        if (!(error instanceof FeedError)) throw error;
        unreachable += 1;
      }
    }
  }
  return { pages: pages(), hash, count: () => count, unreachable: () => unreachable };
}

async function opened(url: string, { etag: _, lastModified: __, ...request }: FeedRequest): Promise<AsyncIterable<Buffer>> {
  const answer = await openFeed(url, request);
  if (answer.status !== 'read') throw new FeedError('The feed says that it has not changed without having been asked.');
  return answer.body;
}

async function* hashed(body: AsyncIterable<Buffer> | Iterable<Buffer>, hash: Hash): AsyncGenerator<Buffer> {
  for await (const chunk of body) {
    hash.update(chunk);
    yield chunk;
  }
}
