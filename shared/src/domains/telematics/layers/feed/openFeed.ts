import { type ClientRequest, get as getPlain, type IncomingMessage } from 'node:http';
import { get as getSecure } from 'node:https';
import { isIP } from 'node:net';
import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip } from 'node:zlib';
import { FeedError } from './feed-error.ts';
import { guardedLookup, mayAsk } from './publicAddress.ts';

/** What a feed answered. */
export type FeedAnswer =
  | { status: 'unchanged' }
  | { status: 'read'; etag: string | null; lastModified: string | null; body: AsyncIterable<Buffer> };

export type FeedRequest = {
  /** Of the last answer; sent back, so that an unchanged feed costs nothing (RFC 9110, section 13). */
  etag?: string | null;
  lastModified?: string | null;
  /** Plain http to this machine, for development. */
  local: boolean;
  signal: AbortSignal;
  /** Longest silence. */
  idleMs?: number;
  maxBytes?: number;
};

const maxRedirects = 3;

/**
 * Asks for a feed. Only https, only addresses of the internet, also after redirects; at most 512 MB (unpacked) and 30 s of silence.
 * Messages leave out the query of the address, where keys are.
 *
 * @throws FeedError where it cannot be had
 */
export async function openFeed(address: string, request: FeedRequest): Promise<FeedAnswer> {
  let url = new URL(address);
  for (let redirects = 0; ; redirects += 1) {
    requireAllowed(url, request.local);
    const response = await responseTo(url, request);
    const status = response.statusCode ?? 0;
    if (status === 200) {
      return {
        status: 'read',
        etag: response.headers.etag ?? null,
        lastModified: response.headers['last-modified'] ?? null,
        body: bodyOf(response, url, request.maxBytes ?? 512 * 2 ** 20),
      };
    }
    response.destroy();
    if (status === 304 && (request.etag || request.lastModified)) return { status: 'unchanged' };
    const location = response.headers.location;
    if (![301, 302, 303, 307, 308].includes(status) || !location) throw new FeedError(`${shown(url)} answered ${status}.`);
    if (redirects === maxRedirects) throw new FeedError(`${shown(url)} redirects more than ${maxRedirects} times.`);
    const next = URL.parse(location, url.href);
    if (!next) throw new FeedError(`${shown(url)} redirects to what is no address.`);
    url = next;
  }
}

/** The address without what may be secret. */
const shown = (url: URL): string => `${url.origin}${url.pathname}`;

function requireAllowed(url: URL, local: boolean): void {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const onThisMachine = host === 'localhost' || (isIP(host) !== 0 && !mayAsk(host, false) && mayAsk(host, true));
  if (url.protocol !== 'https:' && !(local && url.protocol === 'http:' && onThisMachine))
    throw new FeedError(`${shown(url)} is not asked: feeds are read over https only.`);
  // An address needs no look-up, so it has to be judged here.
  if (isIP(host) !== 0 && !mayAsk(host, local))
    throw new FeedError(`${shown(url)} is not asked: that is no address of the internet.`);
}

function responseTo(url: URL, { etag, lastModified, local, signal, idleMs = 30_000 }: FeedRequest): Promise<IncomingMessage> {
  const headers = {
    Accept: 'application/geo+json, application/json, text/csv, */*;q=0.1',
    'Accept-Encoding': 'gzip, br',
    // api.weather.gov refuses callers that do not say who they are.
    'User-Agent': 'Wheelhouse reference layers',
    ...(etag ? { 'If-None-Match': etag } : {}),
    ...(lastModified ? { 'If-Modified-Since': lastModified } : {}),
  };
  const get = url.protocol === 'https:' ? getSecure : getPlain;
  return new Promise((resolve, reject) => {
    const outgoing: ClientRequest = get(url, { headers, lookup: guardedLookup(local), signal, agent: false }, resolve);
    outgoing.setTimeout(idleMs, () => outgoing.destroy(new Error(`it was silent for ${idleMs} ms`)));
    outgoing.on('error', (error) =>
      reject(new FeedError(`${shown(url)} could not be read: ${error.message}.`, { cause: error })),
    );
  });
}

async function* bodyOf(response: IncomingMessage, url: URL, maxBytes: number): AsyncGenerator<Buffer> {
  let bytes = 0;
  try {
    for await (const chunk of unpacked(response, url) as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw new FeedError(`${shown(url)} is larger than ${maxBytes} bytes.`);
      yield chunk;
    }
  } catch (error) {
    if (error instanceof FeedError) throw error;
    throw new FeedError(`${shown(url)} broke off: ${(error as Error).message}.`, { cause: error });
  } finally {
    response.destroy();
  }
}

function unpacked(response: IncomingMessage, url: URL): Readable {
  const encoding = response.headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return response;
  if (encoding !== 'gzip' && encoding !== 'br')
    throw new FeedError(`${shown(url)} is packed as ${encoding}, which was not asked for.`);
  return pipeline(response, encoding === 'gzip' ? createGunzip() : createBrotliDecompress(), () => {});
}
