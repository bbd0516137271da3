import { UnreadableDocument } from '../unreadable-document.ts';
import { zipDirectory } from '../zip/zip-directory.ts';

const macroProgram = /(^|\/)vbaProject\.bin$|^xl\/macrosheets\//i;

/** Which office file a zip archive is (ECMA-376 part 2), by what is in it. @throws UnreadableDocument */
export function officeTypeOfZip(bytes: Uint8Array, fileName: string): 'docx' | 'xlsx' {
  const names = new Set(zipDirectory(bytes).map((entry) => entry.name));
  const isOffice = names.has('[Content_Types].xml');
  if (isOffice && [...names].some((name) => macroProgram.test(name))) {
    const advice = 'Save it without macros (.docx or .xlsx) and upload that.';
    throw new UnreadableDocument('macros', `'${fileName}' has a macro program in it. ${advice}`);
  }
  if (isOffice && names.has('word/document.xml')) return 'docx';
  if (isOffice && names.has('xl/workbook.xml')) return 'xlsx';
  if (isOffice && names.has('ppt/presentation.xml')) {
    throw new UnreadableDocument('unsupported_type', `'${fileName}' is a presentation. Save it as PDF and upload that.`);
  }
  throw new UnreadableDocument('unsupported_type', `'${fileName}' is an archive. Upload the files in it one by one.`);
}

/** What a compound file (MS-CFB) is refused for: an encrypted office file, or one of the format before 2007. */
export function refusalOfCompoundFile(bytes: Uint8Array, fileName: string): UnreadableDocument {
  const holds = (name: string) =>
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(Buffer.from(name, 'utf16le'));
  if (holds('EncryptedPackage')) {
    return new UnreadableDocument('encrypted', `'${fileName}' is protected by a password. Upload it without one.`);
  }
  const advice = 'Open it and save it as .docx, .xlsx or PDF, then upload that.';
  return new UnreadableDocument(
    'unsupported_type',
    `'${fileName}' has the format of Microsoft Office before 2007 (.doc, .xls, .msg). ${advice}`,
  );
}
