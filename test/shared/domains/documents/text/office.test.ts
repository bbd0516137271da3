import { utils, write } from '@e965/xlsx';
import { expect, test } from 'vitest';
import { makeDocx, pageBreak, paragraph, table } from './make-docx.ts';
import { makeZip } from './make-zip.ts';
import { readAll, refusal } from './open.ts';

const image = `<w:p><w:r><w:drawing><wp:inline><wp:extent cx="100" cy="100"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:blipFill><a:blip r:embed="i1"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`;

function workbook(sheets: Record<string, unknown[][]>, change?: (sheet: ReturnType<typeof utils.aoa_to_sheet>) => void): Buffer {
  const book = utils.book_new();
  for (const [name, rows] of Object.entries(sheets)) {
    const sheet = utils.aoa_to_sheet(rows);
    change?.(sheet);
    utils.book_append_sheet(book, sheet, name);
  }
  return write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer;
}

test('a Word document keeps its headings and the rows of its tables; pictures are left out', async () => {
  const body = [
    paragraph('Lease agreement', 'Heading1'),
    paragraph('The lessee pays &amp; returns the vehicle.'),
    table([
      ['Vehicle', 'Rate'],
      ['KA-01', '420.00 €'],
    ]),
    image,
    paragraph('Signed in Köln.'),
  ].join('');
  const document = await readAll(makeDocx(body, [{ name: 'word/media/image1.png', content: 'no picture' }]), 'lease.docx');
  expect(document).toMatchObject({ fileType: 'docx', title: 'Lease agreement', pageCount: 1 });
  const text = '# Lease agreement\n\nThe lessee pays & returns the vehicle.\n\nVehicle\tRate\nKA-01\t420.00 €\n\nSigned in Köln.';
  expect(document.pages[0]).toMatchObject({ text, heading: 'Lease agreement', source: 'text', widthPt: null });
  expect(document.pages[0]!.lines[2]).toEqual({ text: 'Vehicle\tRate', box: null });
});

test('page breaks that the author of a Word document set begin pages', async () => {
  const { pages } = await readAll(makeDocx(paragraph('one') + pageBreak + paragraph('two')));
  expect(pages.map((page) => page.text)).toEqual(['one', 'two']);
});

test('a workbook has a page a sheet, with values as it formats them', async () => {
  const bytes = workbook(
    { Fuel: [['Date', 'Litres'], [45_000, 61.2], [], ['total', '', 'x']], 'Tolls 2026': [['A 3', 4.5]] },
    (sheet) => {
      if (sheet.A2?.t === 'n') sheet.A2.z = 'yyyy-mm-dd';
      if (sheet.B2) sheet.B2.z = '0.00';
    },
  );
  const document = await readAll(bytes, 'fuel.bin');
  expect(document).toMatchObject({ fileType: 'xlsx', pageCount: 2 });
  expect(document.pages[0]).toMatchObject({ heading: 'Fuel', text: 'Date\tLitres\n2023-03-15\t61.20\ntotal\t\tx' });
  expect(document.pages[1]).toMatchObject({ heading: 'Tolls 2026', text: 'A 3\t4.5' });
});

test('a long sheet is parted into pages of two thousand rows', async () => {
  const { pages } = await readAll(workbook({ Log: Array.from({ length: 4_500 }, (_, n) => [n, 'km']) }));
  expect(pages.map((page) => page.lines.length)).toEqual([2_000, 2_000, 500]);
  expect(pages[2]!.text).toMatch(/^4000\tkm\n/);
  expect(pages[2]!.heading).toBe('Log');
});

test('a sheet that declares seventeen thousand million cells is read by those it has', async () => {
  const cell = (at: string, text: string) => `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`;
  const rows = `<row r="1">${cell('A1', 'first')}</row><row r="1048576">${cell('XFD1048576', 'last')}</row>`;
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const relationships = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const list = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"';
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const file = (name: string, content: string) => ({ name, content: `<?xml version="1.0"?>${content}` });
  const bytes = makeZip([
    file(
      '[Content_Types].xml',
      `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${type}.worksheet+xml"/></Types>`,
    ),
    file(
      '_rels/.rels',
      `<Relationships ${list}><Relationship Id="r1" Type="${relationships}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ),
    file(
      'xl/workbook.xml',
      `<workbook xmlns="${main}" xmlns:r="${relationships}"><sheets><sheet name="Wide" sheetId="1" r:id="r1"/></sheets></workbook>`,
    ),
    file(
      'xl/_rels/workbook.xml.rels',
      `<Relationships ${list}><Relationship Id="r1" Type="${relationships}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    ),
    file(
      'xl/worksheets/sheet1.xml',
      `<worksheet xmlns="${main}"><dimension ref="A1:XFD1048576"/><sheetData>${rows}</sheetData></worksheet>`,
    ),
  ]);
  expect((await readAll(bytes)).text.split(/\s+/)).toEqual(['first', 'last']);
});

test('macros, passwords, presentations, old formats and other archives are refused, each with its reason', async () => {
  const macro = { name: 'word/vbaProject.bin', content: 'program' };
  expect(await refusal(makeDocx(paragraph('text'), [macro]), 'offer.docx')).toBe('macros');
  expect(await refusal(makeZip([{ name: 'a.txt', content: 'text' }]), 'offer.docx')).toBe('unsupported_type');
  expect(await refusal(makeZip([{ name: 'a.txt', content: 'text', encrypted: true }]), 'a.docx')).toBe('encrypted');
  const slides = [
    { name: '[Content_Types].xml', content: '<Types/>' },
    { name: 'ppt/presentation.xml', content: '<p/>' },
  ];
  expect(await refusal(makeZip(slides), 'talk.docx')).toBe('unsupported_type');
  const compound = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]);
  expect(await refusal(compound, 'old.doc')).toBe('unsupported_type');
  expect(await refusal(Buffer.concat([compound, Buffer.from('EncryptedPackage', 'utf16le')]), 'new.docx')).toBe('encrypted');
});

test('damaged and empty office files say so', async () => {
  const docx = makeDocx(paragraph('text'));
  expect(await refusal(docx.subarray(0, docx.byteLength - 40))).toBe('corrupt');
  expect(await refusal(makeDocx(''))).toBe('no_text');
  expect(await refusal(makeDocx('<w:p><unclosed'))).toBe('corrupt');
  const bitten = Buffer.from(docx);
  bitten.fill(0xff, 60, 120);
  expect(await refusal(bitten)).toBe('corrupt');
});
