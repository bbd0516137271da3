const separators = ['\t', ';', ',', '|'];

/** What parts the cells of a table in plain text: it stands equally often, at least twice, in three or more first lines. */
export function separatorOf(text: string): string | undefined {
  const lines = text.split(/\r\n?|\n/).slice(0, 20);
  // The last line may be cut off.
  const whole = (lines.length > 3 ? lines.slice(0, -1) : lines).filter((line) => line.trim() !== '');
  if (whole.length < 3) return undefined;
  return separators.find((separator) => {
    const counts = whole.map((line) => outsideQuotes(line).split(separator).length - 1);
    return counts[0]! >= 2 && counts.every((count) => count === counts[0]);
  });
}

/** The separator that stands most often in the first line of a file that is known to be a table. */
export function likeliestSeparator(text: string): string {
  const first = outsideQuotes(text.split(/\r\n?|\n/, 1)[0]!);
  const count = (separator: string) => first.split(separator).length - 1;
  return separators.toSorted((a, b) => count(b) - count(a) || separators.indexOf(b) - separators.indexOf(a))[0]!;
}

function outsideQuotes(line: string): string {
  return line.replace(/"[^"]*"/g, '""');
}
