import type { LayerName } from '../layer.ts';
import type { FieldMapping } from '../source-fields.ts';

/** Why a record of a feed cannot be used. */
export type UnusableReason =
  | 'malformed'
  | 'too_large'
  | 'no_id'
  | 'no_name'
  | 'no_place'
  | 'impossible_place'
  | 'not_of_layer'
  | 'not_open'
  | 'duplicate'
  | 'other_source'
  | 'unreachable';

/** A record that cannot be used, which costs only itself. */
export class Unusable extends Error {
  readonly reason: UnusableReason;

  constructor(reason: UnusableReason) {
    super(reason);
    this.name = 'Unusable';
    this.reason = reason;
  }
}

/** What a format needs to know of a source. */
export type FormatSource = { layer: LayerName; url: string; fieldMapping: FieldMapping };

/** A record as it comes: parsed, or the reason why it could not be. */
export type RawRecord = { value: unknown } | { broken: 'malformed' | 'too_large' };

/** Fields of a record of a layer, by the keys of its table. */
export type Values = Record<string, unknown>;

/** What else a document of a feed holds, beside its records. */
export type Envelope = Record<string, unknown>;

/** The form of a public feed. */
export type Format = {
  /** Names all there is: what it does not name is gone. */
  complete: boolean;
  /** Names a place any number of times; the latest by `lastUpdated` counts. */
  repeats: boolean;
  /** Which fields it brings; the others of a record stay as they are. Id and place are always among them. */
  fields(source: FormatSource): readonly string[];
  /** Splits a document as it arrives. */
  records(body: AsyncIterable<Buffer>): AsyncGenerator<RawRecord, Envelope>;
  /** Id of a record in its feed, if it can be read at all. */
  id(raw: unknown, source: FormatSource): string | undefined;
  /** Reads one record. @throws Unusable */
  read(raw: unknown, source: FormatSource): Values;
  /** Address of the page after one that ended so; undefined after the last. */
  nextPage?(page: { url: string; count: number; envelope: Envelope }): string | undefined;
};
