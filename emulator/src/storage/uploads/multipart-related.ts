import { invalid } from '../errors.ts';

/** The two parts of a multipart upload; `media` must be read to its end. */
export interface MultipartUpload {
  resource: string;
  mediaType: string | undefined;
  media: AsyncIterable<Buffer>;
}

const maxHeadBytes = 1024 * 1024;

/**
 * Splits a `multipart/related` body (RFC 2387, RFC 2046 section 5.1) into the JSON resource, which is read at once,
 * and the media, which is streamed.
 *
 * @throws StorageError 400 where the body does not have exactly that shape.
 */
export async function splitMultipart(contentType: string, body: AsyncIterable<Buffer>): Promise<MultipartUpload> {
  const boundary = boundaryOf(contentType);
  const chunks = body[Symbol.asyncIterator]();
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  // A line break in front lets the first delimiter look like all others.
  let buffered: Buffer = Buffer.from('\r\n');

  async function readUntil(mark: Buffer | string): Promise<string> {
    for (;;) {
      const at = buffered.indexOf(mark);
      if (at >= 0) {
        const text = buffered.subarray(0, at).toString('utf8');
        buffered = buffered.subarray(at + mark.length);
        return text;
      }
      if (buffered.length > maxHeadBytes) throw invalid(`The metadata part is larger than ${maxHeadBytes} bytes`);
      const next = await chunks.next();
      if (next.done) throw invalid('The multipart body ends before its media part');
      buffered = Buffer.concat([buffered, next.value]);
    }
  }

  async function* media(): AsyncGenerator<Buffer> {
    for (;;) {
      const at = buffered.indexOf(delimiter);
      if (at >= 0) {
        yield buffered.subarray(0, at);
        buffered = buffered.subarray(at + delimiter.length);
        await expectEnd();
        return;
      }
      const sure = buffered.length - delimiter.length + 1;
      if (sure > 0) {
        yield buffered.subarray(0, sure);
        buffered = buffered.subarray(sure);
      }
      const next = await chunks.next();
      if (next.done) throw invalid('The multipart body ends without its closing boundary');
      buffered = buffered.length === 0 ? next.value : Buffer.concat([buffered, next.value]);
    }
  }

  async function expectEnd(): Promise<void> {
    while (buffered.length < 2) {
      const next = await chunks.next();
      if (next.done) break;
      buffered = Buffer.concat([buffered, next.value]);
    }
    if (!buffered.subarray(0, 2).equals(Buffer.from('--'))) throw invalid('A multipart upload has exactly two parts');
    while (!(await chunks.next()).done);
  }

  await readUntil(delimiter);
  await readUntil('\r\n\r\n');
  const resource = await readUntil(delimiter);
  const head = await readUntil('\r\n\r\n');
  return { resource, mediaType: /^content-type:\s*(.+?)\s*$/im.exec(head)?.[1], media: media() };
}

function boundaryOf(contentType: string): string {
  const match = /^multipart\/related\b.*?;\s*boundary=(?:"([^"]{1,70})"|'([^']{1,70})'|([^\s;]{1,70}))/i.exec(contentType);
  const boundary = match?.[1] ?? match?.[2] ?? match?.[3];
  if (boundary) return boundary;
  throw invalid(`A multipart upload needs "Content-Type: multipart/related; boundary=…", not ${JSON.stringify(contentType)}`);
}
