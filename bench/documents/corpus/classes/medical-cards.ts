import { letter, Paper } from '../paper.ts';
import type { Layout } from '../truth.ts';

/** The federal certificate, cell by cell. */
const federalForm: Layout = {
  name: 'mcsa-form',
  draw(t) {
    const p = letter({ size: 9.5 });
    p.text(40, 44, 'U.S. Department of Transportation - Federal Motor Carrier Safety Administration', { size: 8 });
    p.centre(306, 66, "MEDICAL EXAMINER'S CERTIFICATE", { size: 15, bold: true });
    p.centre(306, 80, '(for Commercial Driver Medical Certification)');
    p.prose(
      40,
      104,
      530,
      `I certify that I have examined Last Name: ${t.is('personName', 'Tobias Okafor', 'Okafor')}  First Name: Tobias  in accordance with the Federal Motor Carrier Safety Regulations (49 CFR 391.41-391.49) and, with knowledge of the driving duties, I find this person is qualified, and, if applicable, only when:`,
    );
    p.lines(50, 156, [
      '[ ] Wearing corrective lenses     [ ] Accompanied by a waiver/exemption',
      '[ ] Wearing hearing aid                [ ] Driving within an exempt intracity zone',
    ]);
    p.cells(40, 190, 34, [
      [266, "MEDICAL EXAMINER'S CERTIFICATE EXPIRATION DATE", t.is('expiryDate', '2027-11-04', '11/04/2027')],
      [266, 'DATE CERTIFICATE SIGNED', t.is('issueDate', '2025-11-04', '11/04/2025')],
    ]);
    p.cells(40, 224, 34, [
      [266, "MEDICAL EXAMINER'S NAME (please print)", t.may('personName', 'Helen R. Strand, MD')],
      [133, 'TELEPHONE', '785-555-0133'],
      [133, 'NATIONAL REGISTRY NO.', t.may('referenceNumber', '4471902288')],
    ]);
    p.cells(40, 258, 34, [
      [200, "DRIVER'S LICENSE NUMBER", t.is('licenceNumber', 'K04-88-2167')],
      [100, 'ISSUING STATE', 'Kansas'],
      [232, 'SIGNATURE OF DRIVER', ''],
    ]);
    p.text(44, 312, 'CLP/CDL APPLICANT/HOLDER   [X] Yes   [ ] No');
    return p;
  },
};

/** The small card for the wallet. */
const walletCard: Layout = {
  name: 'dot-card',
  draw(t) {
    const p = new Paper(330, 210, { size: 9 });
    p.box(6, 6, 318, 198);
    p.centre(165, 26, "MEDICAL EXAMINER'S CERTIFICATE", { bold: true, size: 11 });
    p.lines(14, 46, [
      'I certify that I have examined',
      `Driver: ${t.is('personName', 'Janelle M. Toussaint')}`,
      'and find him/her physically qualified under 49 CFR 391.41.',
      '[X] corrective lenses',
      `Driver License No: ${t.is('licenceNumber', 'T220-4471-9034')}  State: IL`,
      `Examination date: ${t.is('issueDate', '2026-02-19', 'Feb 19, 2026')}`,
      `Card expires: ${t.is('expiryDate', '2027-02-19', 'Feb 19, 2027')}`,
      `Examiner: ${t.may('personName', 'P. Anselmo, DC')}  Reg. No. ${t.may('referenceNumber', '8810457712')}`,
      'Midway Occupational Health, Chicago IL',
    ]);
    return p;
  },
};

/** A letter-like certificate of fitness of a British practice. */
const fitness: Layout = {
  name: 'fitness-cert-hgv',
  locale: 'en-GB',
  draw(t) {
    const p = letter({ face: 'serif', size: 11.5 });
    p.text(60, 70, 'Northgate Occupational Health', { size: 14, bold: true });
    p.text(60, 88, '12 Castle Street, Hexham NE46 1NF');
    p.text(60, 130, 'DRIVER MEDICAL FITNESS CERTIFICATE', { size: 14, bold: true });
    p.pairs(60, 164, 170, [
      ['Name of driver', t.is('personName', 'Callum J. Thirlwell')],
      ['Driving licence number', t.is('licenceNumber', 'THIRL 805124 CJ9EH')],
      ['Date of examination', t.is('issueDate', '2026-01-08', '8 January 2026')],
      ['Certificate valid until', t.is('expiryDate', '2031-01-07', '7 January 2031')],
    ]);
    p.prose(
      60,
      260,
      480,
      'I have today examined the above named and find that he meets the Group 2 medical standards of fitness to drive. Vision is corrected to the required acuity with glasses, which must be worn when driving.',
    );
    p.text(
      60,
      340,
      `Examining doctor: ${t.may('personName', 'Dr S. Mukherjee')}     GMC no. ${t.may('referenceNumber', '6108824')}`,
    );
    return p;
  },
};

export const medicalCards: Layout[] = [federalForm, walletCard, fitness];
