/** The pages of the text of a document as one column holds it, in order. */
export function splitPages(text: string): string[] {
  return text.split('\f');
}
