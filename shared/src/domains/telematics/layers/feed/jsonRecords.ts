import type { Envelope, RawRecord } from '../formats/format.ts';
import { FeedError } from './feed-error.ts';

const maxRecordLength = 1_000_000;
const maxEnvelopeLength = 1_000_000;

/**
 * Splits a JSON document into the elements of its one long array (that of a key of the outermost object, or the document itself) as it
 * arrives, so that memory follows from the largest record and not from the document. An element that is no JSON costs only itself.
 * Answers what surrounds the array; a document without the array is one record itself.
 *
 * @param key of the array; undefined where the document is the array
 * @throws FeedError where the document ends in the middle, or is far from this form
 */
export async function* jsonRecords(body: AsyncIterable<Buffer>, key: string | undefined): AsyncGenerator<RawRecord, Envelope> {
  const opening = key === undefined ? /^\s*$/ : new RegExp(`[{,]\\s*"${key}"\\s*:\\s*$`);
  const arrayDepth = key === undefined ? 1 : 2;
  const decoder = new TextDecoder();
  let envelope = '';
  let record = '';
  let tooLong = false;
  let inArray = false;
  let found = false;
  let depth = 0;
  let inString = false;
  let escaped = false;

  const keep = (part: string): void => {
    if (!inArray) {
      envelope += part;
      if (envelope.length > maxEnvelopeLength)
        throw new FeedError(`No list ${key ?? ''} in the first ${maxEnvelopeLength} characters.`);
    } else if (record.length + part.length > maxRecordLength) tooLong = true;
    else record += part;
  };
  const finished = (): RawRecord | undefined => {
    const text = record;
    const raw: RawRecord | undefined = tooLong ? { broken: 'too_large' } : text.trim() === '' ? undefined : parsed(text);
    record = '';
    tooLong = false;
    return raw;
  };

  for await (const chunk of body) {
    const text = decoder.decode(chunk, { stream: true });
    let start = 0;
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (inString) {
        if (escaped) escaped = false;
        else if (code === 92) escaped = true;
        else if (code === 34) inString = false;
      } else if (code === 34) inString = true;
      else if (code === 123 || code === 91) {
        depth += 1;
        if (code === 91 && !found && depth === arrayDepth && opening.test(envelope + text.slice(start, at))) {
          keep(`${text.slice(start, at)}[`);
          start = at + 1;
          inArray = true;
          found = true;
        }
      } else if (code === 44 && inArray && depth === arrayDepth) {
        keep(text.slice(start, at));
        start = at + 1;
        const raw = finished();
        if (raw) yield raw;
      } else if (code === 125 || code === 93) {
        if (inArray && depth === arrayDepth) {
          keep(text.slice(start, at));
          start = at;
          const raw = finished();
          if (raw) yield raw;
          inArray = false;
        }
        depth -= 1;
      }
    }
    keep(text.slice(start));
  }
  const rest = envelope === '' ? undefined : parsed(envelope);
  if (depth !== 0 || inString || inArray || !rest || 'broken' in rest)
    throw new FeedError('The document ends in the middle, or is no JSON.');
  if (!found) yield rest;
  return (rest.value ?? {}) as Envelope;
}

function parsed(text: string): RawRecord {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return { broken: 'malformed' };
  }
}
