/** Text that can be stored and shown: without control characters but tab and line feed, and without halves of surrogate pairs. */
export function cleanText(text: string): string {
  return text.toWellFormed().replace(/(?![\t\n])[\p{Cc}\ufeff]/gu, '');
}
