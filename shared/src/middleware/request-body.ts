import type { Context } from 'hono';

/**
 * Whether the request announces a body (RFC 9112, section 6.3: by Content-Length or Transfer-Encoding). Node's requests are judged
 * by their headers, because touching their body stream is slow; requests made in memory have neither header.
 */
export function hasBody(c: Context): boolean {
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return false;
  if (c.req.header('transfer-encoding') !== undefined) return true;
  const length = c.req.header('content-length');
  if (length !== undefined) return length !== '0';
  return !isNodeRequest(c) && c.req.raw.body !== null;
}

function isNodeRequest(c: Context): boolean {
  return Boolean(c.env && typeof c.env === 'object' && 'incoming' in c.env);
}
