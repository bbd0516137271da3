/**
 * Why a file cannot be read. These values are stored and shown, so they stay as they are.
 * - `unsupported_type`: of a type nobody reads here; `active_content`: HTML, SVG or a script; `macros`: an office file with a macro program
 * - `polyglot`: a file that is also a file of another type; `zip_bomb`: packed so that it grows without measure
 * - `encrypted`, `corrupt`, `too_many_pages`, `too_large_picture`, `too_large` (a text, table or mail), `too_slow` (reading a picture)
 * - `no_text`: nothing to read in it
 */
export type UnreadableReason =
  | 'unsupported_type'
  | 'active_content'
  | 'macros'
  | 'polyglot'
  | 'zip_bomb'
  | 'encrypted'
  | 'corrupt'
  | 'too_many_pages'
  | 'too_large_picture'
  | 'too_large'
  | 'too_slow'
  | 'no_text';

/** A document whose text cannot be had, and why: `message` is a sentence for who uploaded it. */
export class UnreadableDocument extends Error {
  override readonly name = 'UnreadableDocument';
  readonly reason: UnreadableReason;

  constructor(reason: UnreadableReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}
