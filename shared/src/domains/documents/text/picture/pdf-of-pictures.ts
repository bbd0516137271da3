/** A picture in pieces, compressed as PDF knows it (ISO 32000-1, 8.9.5). */
export type PdfPicture = {
  width: number;
  height: number;
  pointsPerPixel: number;
  /** Clockwise, in degrees. */
  rotate: number;
  bitsPerComponent: number;
  colorSpace: string;
  /** Entries of the picture's dictionary that say how to decode it. */
  decode: string;
  /** In pixels from the upper left corner. */
  pieces: { x: number; y: number; width: number; height: number; data: Uint8Array }[];
};

/** A PDF with a page a picture. */
export function pdfOfPictures(pictures: readonly PdfPicture[]): Uint8Array {
  const file = new PdfFile();
  const kids = pictures.map((picture) => file.addPage(picture));
  return file.finish(kids);
}

class PdfFile {
  readonly #parts: Buffer[] = [];
  readonly #offsets: number[] = [];
  #length = 0;

  constructor() {
    this.#write('%PDF-1.7\n');
  }

  addPage(picture: PdfPicture): number {
    const { pointsPerPixel, colorSpace, bitsPerComponent, decode } = picture;
    const pieces = picture.pieces.map(({ width, height, data }) => {
      const size = `/Width ${width} /Height ${height} /BitsPerComponent ${bitsPerComponent} /ColorSpace ${colorSpace}`;
      return this.#add(`/Type /XObject /Subtype /Image ${size} ${decode}`, data);
    });
    const draw = picture.pieces.map(({ x, y, width, height }, index) => {
      const numbers = [width, 0, 0, height, x, picture.height - y - height].map((value) => value * pointsPerPixel);
      return `q ${numbers.join(' ')} cm /P${index} Do Q`;
    });
    const content = this.#add('', Buffer.from(draw.join('\n')));
    const resources = pieces.map((piece, index) => `/P${index} ${piece} 0 R`).join(' ');
    const box = `[0 0 ${picture.width * pointsPerPixel} ${picture.height * pointsPerPixel}]`;
    // The catalog is object 1 and the list of pages object 2.
    return this.#add(
      `/Type /Page /Parent 2 0 R /MediaBox ${box} /Rotate ${picture.rotate} /Resources << /XObject << ${resources} >> >> /Contents ${content} 0 R`,
    );
  }

  finish(kids: readonly number[]): Uint8Array {
    const pages = this.#length;
    this.#write(
      `2 0 obj\n<< /Type /Pages /Kids [${kids.map((kid) => `${kid} 0 R`).join(' ')}] /Count ${kids.length} >>\nendobj\n`,
    );
    const catalog = this.#length;
    this.#write('1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n');
    const table = [catalog, pages, ...this.#offsets].map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
    const start = this.#length;
    const size = this.#offsets.length + 3;
    this.#write(
      `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`,
    );
    return Buffer.concat(this.#parts);
  }

  #add(dictionary: string, stream?: Uint8Array): number {
    this.#offsets.push(this.#length);
    const number = this.#offsets.length + 2;
    this.#write(`${number} 0 obj\n<< ${dictionary}${stream ? ` /Length ${stream.byteLength}` : ''} >>\n`);
    if (stream) {
      this.#write('stream\n');
      this.#parts.push(Buffer.from(stream.buffer, stream.byteOffset, stream.byteLength));
      this.#length += stream.byteLength;
      this.#write('\nendstream\n');
    }
    this.#write('endobj\n');
    return number;
  }

  #write(text: string): void {
    const bytes = Buffer.from(text, 'latin1');
    this.#parts.push(bytes);
    this.#length += bytes.byteLength;
  }
}
