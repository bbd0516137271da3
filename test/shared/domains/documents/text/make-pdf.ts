export interface PlacedText {
  text: string;
  x: number;
  /** From the bottom of the page, in points. */
  y: number;
  size?: number;
  /** Drawn from bottom to top, as on a page that is then shown turned by 90 degrees. */
  upwards?: boolean;
}

/** A PDF 1.4 file in Helvetica (ISO 32000-1), one list of texts a page; A4. */
export function makePdf(
  pages: readonly (readonly PlacedText[])[],
  options: { title?: string; rotate?: number; encrypted?: boolean } = {},
): Uint8Array {
  const objects: string[] = ['<< /Type /Catalog /Pages 2 0 R >>', '', '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'];
  const kids: string[] = [];
  for (const texts of pages) {
    const stream = texts
      .map(
        ({ text, x, y, size = 10, upwards }) =>
          `BT /F1 ${size} Tf ${upwards ? '0 1 -1 0' : '1 0 0 1'} ${x} ${y} Tm (${escaped(text)}) Tj ET`,
      )
      .join('\n');
    objects.push(`<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`);
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate ${options.rotate ?? 0} ` +
        `/Resources << /Font << /F1 3 0 R >> >> /Contents ${objects.length} 0 R >>`,
    );
    kids.push(`${objects.length} 0 R`);
  }
  objects[1] = `<< /Type /Pages /Kids [${kids.join(' ')}] /Count ${kids.length} >>`;
  let trailer = `/Size ${objects.length + 1} /Root 1 0 R`;
  if (options.title) trailer += ` /Info << /Title (${escaped(options.title)}) >>`;
  if (options.encrypted) {
    // A user entry that the empty password does not match (ISO 32000-1, 7.6.3).
    trailer += ` /ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <${'11'.repeat(32)}> /U <${'22'.repeat(32)}> >>`;
  }
  let file = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return String(offset).padStart(10, '0');
  });
  const table = offsets.map((offset) => `${offset} 00000 n \n`).join('');
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< ${trailer} >>\nstartxref\n${file.length}\n%%EOF\n`;
  return Uint8Array.from(Buffer.from(file, 'latin1'));
}

function escaped(text: string): string {
  return text.replace(/[\\()]/g, '\\$&');
}
