import { looksLikeText } from '../plain.ts';
import { UnreadableDocument } from '../unreadable-document.ts';
import { officeTypeOfZip, refusalOfCompoundFile } from './office.ts';
import { polyglot, refusePdfPolyglot, refusePicturePolyglot } from './polyglot.ts';
import { type TextFormat, textFormatOf } from './text-format.ts';

export type PictureType = 'png' | 'jpg' | 'gif' | 'webp' | 'bmp' | 'tif';
export type FileType = 'pdf' | 'docx' | 'xlsx' | PictureType | TextFormat;

/** Of formats, the bytes they begin with, and those further on. */
const pictures: readonly { type: PictureType; magic: string; next?: { at: number; oneOf: string[] } }[] = [
  { type: 'png', magic: '\x89PNG\r\n\x1a\n' },
  { type: 'jpg', magic: '\xff\xd8\xff' },
  { type: 'gif', magic: 'GIF87a' },
  { type: 'gif', magic: 'GIF89a' },
  { type: 'webp', magic: 'RIFF', next: { at: 8, oneOf: ['WEBP'] } },
  { type: 'tif', magic: 'II*\0' },
  { type: 'tif', magic: 'MM\0*' },
  // The sizes that the header after the file's header can have.
  {
    type: 'bmp',
    magic: 'BM',
    next: { at: 14, oneOf: [12, 40, 52, 56, 108, 124].map((size) => `${String.fromCharCode(size)}\0\0\0`) },
  },
];

/**
 * What a file is, by its bytes; the name only tells text formats apart and stands in messages.
 * @throws UnreadableDocument `unsupported_type`, `active_content`, `macros`, `polyglot`, `encrypted`, `zip_bomb`, `corrupt`
 */
export async function sniff(bytes: Uint8Array, fileName: string): Promise<FileType> {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', 0, 1024);
  const isZip = head.startsWith('PK\x03\x04') || head.startsWith('PK\x05\x06');
  // Readers of PDF accept its header anywhere in the first 1,024 bytes (ISO 32000-1, annex H.3.4.1).
  if (isZip && head.includes('%PDF-')) throw polyglot('a PDF and an archive');
  const picture = pictureType(head);
  if (picture) {
    refusePicturePolyglot(bytes);
    return picture;
  }
  if (isZip) return officeTypeOfZip(bytes, fileName);
  if (head.includes('%PDF-')) {
    refusePdfPolyglot(bytes);
    return 'pdf';
  }
  if (head.startsWith('\xd0\xcf\x11\xe0')) throw refusalOfCompoundFile(bytes, fileName);
  if (looksLikeText(bytes)) return textFormatOf(bytes, fileName);
  throw await refusalOfBinary(bytes, fileName);
}

function pictureType(head: string): PictureType | undefined {
  return pictures.find(({ magic, next }) => {
    return head.startsWith(magic) && (!next || next.oneOf.some((bytes) => head.startsWith(bytes, next.at)));
  })?.type;
}

async function refusalOfBinary(bytes: Uint8Array, fileName: string): Promise<UnreadableDocument> {
  const { fileTypeFromBuffer } = await import('file-type');
  // Broken files make it throw; they are unsupported all the same.
  const known = await fileTypeFromBuffer(bytes.subarray(0, 65_536)).catch(() => undefined);
  const advice = 'Upload a PDF, a picture (PNG, JPEG, TIFF, WebP), .docx, .xlsx, .csv, .eml or plain text.';
  return new UnreadableDocument(
    'unsupported_type',
    `'${fileName}' is ${known ? `of the type ${known.mime}` : 'of no known type'}. ${advice}`,
  );
}
