/** Pictures cannot be read at the moment, whatever is in them: reading may be tried again later. */
export class OcrFailed extends Error {
  override readonly name = 'OcrFailed';
}
