import { invalid } from '../errors.ts';

/** `Content-Range` of a resumable upload's request; absent numbers were sent as `*`. Offsets in bytes. */
export interface ContentRange {
  // Absent in a status query, `bytes */N`.
  firstByte?: number;
  lastByte?: number;
  totalBytes?: number;
}

/**
 * Reads a first byte, or `*` for a status query; a last byte, or `*` for "until the body ends"; a total, or `*` for "not yet
 * known". No header means the whole object.
 * https://cloud.google.com/storage/docs/performing-resumable-uploads
 */
export function parseContentRange(value: string | undefined): ContentRange {
  if (value === undefined) return { firstByte: 0 };
  const match = /^bytes (?:(\d+)-(\d+|\*)|\*)\/(\d+|\*)$/.exec(value.trim());
  if (!match) throw invalid(`Invalid Content-Range: ${JSON.stringify(value)}. Use "bytes FIRST-LAST/TOTAL" or "bytes */TOTAL"`);
  const range = { firstByte: count(match[1]), lastByte: count(match[2]), totalBytes: count(match[3]) };
  const { firstByte = 0, lastByte, totalBytes } = range;
  const disordered = lastByte !== undefined && (lastByte < firstByte || (totalBytes !== undefined && lastByte >= totalBytes));
  if (disordered) throw invalid(`Invalid Content-Range: ${JSON.stringify(value)}. Its numbers contradict each other`);
  return range;
}

function count(text: string | undefined): number | undefined {
  return text === undefined || text === '*' ? undefined : Number(text);
}
