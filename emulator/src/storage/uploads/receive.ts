import type { FileHandle } from 'node:fs/promises';
import { open, rm } from 'node:fs/promises';
import { ChecksumMeter } from '../checksums.ts';
import { StorageError } from '../errors.ts';
import type { FinishedContent } from '../object-store.ts';

/** Sizes that `x-goog-content-length-range` allows, in bytes, both ends included. */
export interface LengthRange {
  minBytes: number;
  maxBytes: number;
}

/** Streams bytes into a new file at `path`, counting and checking as they come; a failure leaves no file. */
export async function receiveToFile(
  source: AsyncIterable<Buffer>,
  path: string,
  range?: LengthRange,
): Promise<FinishedContent & { md5Hash: string }> {
  const meter = new ChecksumMeter();
  const file = await open(path, 'wx');
  try {
    await appendTo(file, source, meter, range);
    checkMinimum(meter.size, range);
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  return { path, sizeBytes: meter.size, ...meter.checksums() };
}

/** Appends bytes at the meter's position; refuses (400 `EntityTooLarge`) as soon as there are too many. */
export async function appendTo(
  file: FileHandle,
  source: AsyncIterable<Buffer>,
  meter: ChecksumMeter,
  range?: LengthRange,
): Promise<void> {
  for await (const chunk of source) {
    if (range && meter.size + chunk.length > range.maxBytes) throw tooLarge(range);
    await writeAll(file, chunk, meter.size);
    meter.update(chunk);
  }
}

export function checkMinimum(sizeBytes: number, range?: LengthRange): void {
  if (range && sizeBytes < range.minBytes) throw tooSmall(range, sizeBytes);
}

/** Refuses before any byte is read where the announced length is already out of range. */
export function checkAnnouncedLength(sizeBytes: number | undefined, range?: LengthRange): void {
  if (!range || sizeBytes === undefined) return;
  if (sizeBytes > range.maxBytes) throw tooLarge(range);
  checkMinimum(sizeBytes, range);
}

async function writeAll(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

function tooLarge(range: LengthRange): StorageError {
  return new StorageError({
    status: 400,
    reason: 'invalid',
    xmlCode: 'EntityTooLarge',
    message: 'Your proposed upload is larger than the maximum object size specified in your Policy Document.',
    xmlDetails: { Details: `Content-length exceeds upper bound on range: ${range.maxBytes}` },
  });
}

function tooSmall(range: LengthRange, sizeBytes: number): StorageError {
  return new StorageError({
    status: 400,
    reason: 'invalid',
    xmlCode: 'EntityTooSmall',
    message: 'Your proposed upload is smaller than the minimum object size specified in your Policy Document.',
    xmlDetails: { Details: `Content-length ${sizeBytes} is below the lower bound on range: ${range.minBytes}` },
  });
}
