import { Paper } from '../paper.ts';
import type { Layout } from '../truth.ts';

/** A US commercial licence: codes before the values, the family name first. */
const commercial: Layout = {
  name: 'front-okafor',
  draw(t) {
    const p = new Paper(360, 228, { size: 9.5 });
    p.box(0, 0, 360, 228, { fill: '#eef3f8' });
    p.box(6, 6, 348, 30, { fill: '#1d4f91' });
    p.text(14, 27, 'KANSAS', { size: 17, bold: true, colour: '#ffffff' });
    p.right(348, 27, 'COMMERCIAL DRIVER LICENSE', { size: 10, bold: true, colour: '#ffffff' });
    p.box(14, 46, 90, 112, { fill: '#b9c4cf' });
    p.lines(116, 58, [
      `4d DL NO ${t.is('licenceNumber', 'K04-88-2167')}`,
      `4b EXP ${t.is('expiryDate', '2028-09-30', '09/30/2028')}`,
      `4a ISS ${t.is('issueDate', '2022-10-03', '10/03/2022')}`,
      '3 DOB 09/30/1984',
      `1 ${t.is('personName', 'Tobias Chidi Okafor', 'OKAFOR')}`,
      '2 TOBIAS CHIDI',
      '8 1130 WALNUT ST',
      '  HAYS KS 67601',
      '9 CLASS A    9a END T X',
      '12 RESTR NONE',
      '15 SEX M  16 HGT 6-01  18 EYES BRO',
    ]);
    return p;
  },
};

/** Another state's, with written out labels. */
const labelled: Layout = {
  name: 'license_scan',
  draw(t) {
    const p = new Paper(400, 250, { size: 9.5 });
    p.box(0, 0, 400, 250, { fill: '#f6f1e4' });
    p.centre(200, 24, 'California', { size: 18, bold: true, colour: '#7a1d2c' });
    p.centre(200, 40, 'DRIVER LICENSE', { bold: true });
    p.box(16, 56, 100, 125, { fill: '#c5bfae' });
    p.pairs(130, 66, 90, [
      ['License No.', t.is('licenceNumber', 'D7204418')],
      ['Expires', t.is('expiryDate', '2027-11-16', '11/16/2027')],
      ['Last name', t.is('personName', 'Marisol Vega Fuentes', 'VEGA FUENTES')],
      ['First name', 'MARISOL'],
      ['Address', '2214 TULLY RD, MODESTO CA'],
      ['Date of birth', '11/16/1991'],
      ['Class', 'C'],
      ['Issued', t.is('issueDate', '2022-11-08', '11/08/2022')],
    ]);
    p.text(16, 226, 'SEX F   HAIR BLK   EYES BRN   HGT 5\'-04"   WGT 132 lb   DONOR');
    return p;
  },
};

/** The model of the European Union: numbered fields, days with points. */
const european: Layout = {
  name: 'ausweis-vorne',
  locale: 'en-IE',
  draw(t) {
    const p = new Paper(360, 228, { size: 10 });
    p.box(0, 0, 360, 228, { fill: '#f7e6ea' });
    p.text(70, 28, 'DRIVING LICENCE', { size: 14, bold: true, colour: '#26418f' });
    p.text(235, 28, 'IRELAND   EIRE', { size: 10, colour: '#26418f' });
    p.box(12, 10, 40, 26, { fill: '#26418f' });
    p.text(20, 28, 'IRL', { bold: true, colour: '#ffffff' });
    p.box(14, 70, 90, 110, { fill: '#d3bcc2' });
    p.lines(116, 56, [
      `1.  ${t.is('personName', 'Aoife Brennan', 'BRENNAN')}`,
      '2.  AOIFE',
      '3.  14.02.1990  CORK',
      `4a. ${t.is('issueDate', '2023-07-19', '19.07.2023')}      4c. NDLS`,
      `4b. ${t.is('expiryDate', '2033-07-18', '18.07.2033')}`,
      `5.  ${t.is('licenceNumber', '284417720')}`,
      '7.  A. Brennan',
      '9.  AM B C1 C CE',
    ]);
    return p;
  },
};

/** A copy of a licence that a personnel file holds, typed off. */
const abstractOfRecord: Layout = {
  name: 'copy-for-dq-file',
  draw(t) {
    const p = new Paper(420, 280, { size: 10 });
    p.box(8, 8, 404, 264, { weight: 1.5 });
    p.text(20, 34, 'FLORIDA', { size: 16, bold: true });
    p.text(130, 34, 'Operator License - Class E');
    p.text(20, 62, t.is('licenceNumber', 'W532-110-84-702-0'), { size: 14, bold: true });
    p.text(20, 84, `Name: ${t.is('personName', 'Delroy A. Whitcombe')}`);
    p.text(20, 102, '4471 Palmetto Cir, Ocala, FL 34471');
    p.text(20, 126, 'DOB 06-02-1984     SEX M     HGT 5-10');
    p.text(
      20,
      146,
      `ISSUED ${t.is('issueDate', '2021-06-09', '06-09-2021')}     EXPIRES ${t.is('expiryDate', '2029-06-02', '06-02-2029')}`,
      { bold: true },
    );
    p.text(20, 176, 'REST: A    END: NONE    ORGAN DONOR   SAFE DRIVER');
    p.text(20, 250, 'Operation of a motor vehicle constitutes consent to any sobriety test required by law.', { size: 8 });
    return p;
  },
};

export const driverLicences: Layout[] = [commercial, labelled, european, abstractOfRecord];
