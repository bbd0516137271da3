export type UnreadableReason = 'not_a_pdf' | 'encrypted' | 'corrupt' | 'too_many_pages' | 'no_text' | 'unsupported_type';

/** A document whose text cannot be had, and why: `message` is a sentence for who uploaded it. */
export class UnreadableDocument extends Error {
  override readonly name = 'UnreadableDocument';
  readonly reason: UnreadableReason;

  constructor(reason: UnreadableReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}
