import { createHash, verify } from 'node:crypto';
import { StorageError } from './errors.ts';
import { decodeSegment, type Exchange, header } from './exchange.ts';
import type { ServiceAccount } from './service-account.ts';

const maxExpiresSeconds = 7 * 24 * 3600;
const maxClockSkewMs = 15 * 60 * 1000;

/** Whether the request carries a V4 signature in its query. */
export function isSigned(exchange: Exchange): boolean {
  return queryPairs(exchange.rawQuery).some(([name]) => name === 'X-Goog-Signature');
}

/**
 * Checks a V4 signed URL: signature, signed headers, time.
 * https://cloud.google.com/storage/docs/authentication/canonical-requests
 *
 * @throws StorageError 403 `SignatureDoesNotMatch`, 400 `ExpiredToken`, 400 `MalformedSecurityHeader`, 400 `InvalidArgument`
 */
export function verifySignedUrl(exchange: Exchange, account: ServiceAccount, now: Date): void {
  const pairs = queryPairs(exchange.rawQuery);
  const parameter = (name: string) => signatureParameter(pairs, name);
  const algorithm = parameter('X-Goog-Algorithm');
  if (algorithm !== 'GOOG4-RSA-SHA256') throw badParameter('X-Goog-Algorithm', algorithm, 'GOOG4-RSA-SHA256');
  const [email, date, ...scope] = parameter('X-Goog-Credential').split('/');
  const signedAt = parameter('X-Goog-Date');
  const expires = parameter('X-Goog-Expires');
  const signedHeaders = parameter('X-Goog-SignedHeaders');
  const signature = parameter('X-Goog-Signature');
  checkSignedHeaders(exchange, signedHeaders.split(';'));

  const scopeText = [date, ...scope].join('/');
  const candidates = hostsOf(exchange).map((host) => {
    const request = canonicalRequest(exchange, pairs, signedHeaders, host);
    const toSign = [algorithm, signedAt, scopeText, createHash('sha256').update(request).digest('hex')].join('\n');
    return { request, toSign };
  });
  const signatureBytes = Buffer.from(signature, 'hex');
  const authentic = candidates.some(({ toSign }) => verify('RSA-SHA256', Buffer.from(toSign), account.publicKey, signatureBytes));
  const scopeFits = /^[^/]+\/storage\/goog4_request$/.test(scope.join('/')) && signedAt.startsWith(`${date}T`);
  if (!authentic || !scopeFits || email !== account.email) throw signatureMismatch(candidates[0]!);
  checkTime(signedAt, expires, now);
}

function canonicalRequest(exchange: Exchange, pairs: [string, string][], signedHeaders: string, host: string): string {
  const path = exchange.rawPath.split('/').map((segment) => encodePath(decodeSegment(segment)));
  const query = pairs
    .filter(([name]) => name !== 'X-Goog-Signature')
    .map(([name, value]) => `${encodeStrictly(name)}=${encodeStrictly(value)}`)
    .sort();
  const headers = signedHeaders.split(';').map((name) => {
    const value = name === 'host' ? host : (header(exchange, name) ?? '');
    return `${name}:${value.trim().replace(/\s{2,}/g, ' ')}\n`;
  });
  const payloadHash = header(exchange, 'x-goog-content-sha256') ?? 'UNSIGNED-PAYLOAD';
  return [exchange.method, path.join('/'), query.join('&'), headers.join(''), signedHeaders, payloadHash].join('\n');
}

/** The client library signs the host without its port, other signers with it. */
function hostsOf(exchange: Exchange): string[] {
  const host = header(exchange, 'host') ?? '';
  return [host.replace(/:\d+$/, ''), host];
}

function checkSignedHeaders(exchange: Exchange, names: string[]): void {
  if (!names.includes('host')) throw malformedHeader('host', 'The host header must be signed.');
  for (const name of names) {
    if (header(exchange, name) !== undefined) continue;
    throw malformedHeader(name, 'Header was included in signedheaders, but not in the request.');
  }
  for (const name of Object.keys(exchange.req.headers)) {
    if (!name.startsWith('x-goog-') || names.includes(name)) continue;
    throw malformedHeader(name, 'Header was included in the request, but not in signedheaders.');
  }
}

function checkTime(signedAt: string, expires: string, now: Date): void {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(signedAt);
  if (!match) throw badParameter('X-Goog-Date', signedAt, 'YYYYMMDDTHHMMSSZ');
  const [, year, month, day, hour, minute, second] = match;
  const start = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(start)) throw badParameter('X-Goog-Date', signedAt, 'YYYYMMDDTHHMMSSZ');
  const seconds = /^\d+$/.test(expires) ? Number(expires) : 0;
  if (seconds < 1 || seconds > maxExpiresSeconds)
    throw badParameter('X-Goog-Expires', expires, `1 to ${maxExpiresSeconds} seconds`);
  if (now.getTime() < start - maxClockSkewMs) {
    const details = `Request signature is valid from ${new Date(start).toISOString()}`;
    throw new StorageError({ status: 403, reason: 'forbidden', message: 'Access denied.', xmlDetails: { Details: details } });
  }
  const end = start + seconds * 1000;
  if (now.getTime() < end) return;
  const details = `The provided token has expired. Request signature expired at: ${new Date(end).toISOString()}`;
  throw new StorageError({
    status: 400,
    reason: 'invalid',
    xmlCode: 'ExpiredToken',
    message: 'Invalid argument.',
    xmlDetails: { Details: details },
  });
}

function queryPairs(rawQuery: string): [string, string][] {
  if (rawQuery === '') return [];
  return rawQuery.split('&').map((pair) => {
    const separator = pair.indexOf('=');
    if (separator < 0) return [decodeSegment(pair), ''];
    return [decodeSegment(pair.slice(0, separator)), decodeSegment(pair.slice(separator + 1))];
  });
}

function signatureParameter(pairs: [string, string][], name: string): string {
  const values = pairs.filter(([key]) => key === name).map(([, value]) => value);
  if (values.length === 1) return values[0]!;
  throw badParameter(name, values.join(','), 'exactly one value');
}

function encodeStrictly(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

function encodePath(text: string): string {
  return text.split('/').map(encodeStrictly).join('/');
}

function signatureMismatch(calculated: { request: string; toSign: string }): StorageError {
  return new StorageError({
    status: 403,
    reason: 'forbidden',
    xmlCode: 'SignatureDoesNotMatch',
    message: 'Access denied.',
    xmlDetails: {
      Details:
        'The request signature we calculated does not match the signature you provided. Check your Google secret key and signing method.',
      StringToSign: calculated.toSign,
      CanonicalRequest: calculated.request,
    },
  });
}

function malformedHeader(name: string, details: string): StorageError {
  return new StorageError({
    status: 400,
    reason: 'invalid',
    xmlCode: 'MalformedSecurityHeader',
    message: 'Your request has a malformed header.',
    xmlDetails: { ParameterName: name, Details: details },
  });
}

function badParameter(name: string, value: string, expected: string): StorageError {
  return new StorageError({
    status: 400,
    reason: 'invalid',
    xmlCode: 'InvalidArgument',
    message: 'Invalid argument.',
    xmlDetails: { ParameterName: name, Details: `${name} is ${JSON.stringify(value)}, expected ${expected}` },
  });
}
