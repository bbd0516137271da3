import { a4, letter } from '../paper.ts';
import type { Layout } from '../truth.ts';
import { vin } from '../vin.ts';

/** A certificate of liability insurance in the manner of the US form. */
const liability: Layout = {
  name: 'COI-cascade',
  draw(t) {
    const p = letter({ size: 8.5 });
    p.text(36, 44, 'CERTIFICATE OF LIABILITY INSURANCE', { size: 15, bold: true });
    p.cell(480, 28, 96, 26, 'DATE (MM/DD/YYYY)', t.is('documentDate', '2026-01-02', '01/02/2026'));
    p.box(36, 60, 540, 34);
    p.prose(
      40,
      71,
      530,
      'THIS CERTIFICATE IS ISSUED AS A MATTER OF INFORMATION ONLY AND CONFERS NO RIGHTS UPON THE CERTIFICATE HOLDER. THIS CERTIFICATE DOES NOT AMEND, EXTEND OR ALTER THE COVERAGE AFFORDED BY THE POLICIES BELOW.',
      { size: 7 },
    );
    p.box(36, 94, 270, 70);
    p.lines(40, 105, ['PRODUCER', 'Harlan & Pruitt Insurance Agency', '200 Main St, Suite 900', 'Amarillo, TX 79101']);
    p.box(306, 94, 270, 70);
    p.lines(310, 105, [
      'INSURER(S) AFFORDING COVERAGE                       NAIC #',
      `INSURER A: ${t.is('vendorName', 'Great Plains Casualty Company')}     24511`,
      `INSURER B: ${t.may('vendorName', 'Western Mutual Indemnity')}     31902`,
    ]);
    p.box(36, 164, 540, 44);
    p.lines(40, 175, ['INSURED', t.is('customerName', 'Cascade Haulage LLC'), '1420 Depot Road, Amarillo, TX 79104']);
    p.table(
      36,
      225,
      [
        ['LTR', 25],
        ['TYPE OF INSURANCE', 150],
        ['POLICY NUMBER', 110],
        ['POLICY EFF', 70],
        ['POLICY EXP', 70],
        ['LIMITS', 115],
      ],
      [
        [
          'A',
          'COMMERCIAL GENERAL LIABILITY',
          t.may('policyNumber', 'GPC-GL-7714402'),
          '01/01/2026',
          '01/01/2027',
          'EACH OCCURRENCE $1,000,000',
        ],
        [
          'A',
          'AUTOMOBILE LIABILITY - SCHEDULED AUTOS',
          t.is('policyNumber', 'GPC-CA-7714403'),
          t.is('effectiveDate', '2026-01-01', '01/01/2026'),
          t.is('expiryDate', '2027-01-01', '01/01/2027'),
          'COMBINED SINGLE LIMIT $1,000,000',
        ],
        ['B', 'MOTOR TRUCK CARGO', t.may('policyNumber', 'WMI 20-88341'), '01/01/2026', '01/01/2027', 'PER LOAD $250,000'],
      ],
      { rules: 'grid', row: 20 },
    );
    p.box(36, 340, 540, 70);
    p.lines(40, 352, [
      'DESCRIPTION OF OPERATIONS / LOCATIONS / VEHICLES',
      `${t.is('vehicleYear', '2021')} ${t.is('vehicleMake', 'Freightliner')} ${t.is('vehicleModel', 'Cascadia')}  VIN ${t.is('vin', vin('1FUJHHDR', 'MLMB0021'))}`,
      'Certificate holder is named as additional insured as respects automobile liability.',
    ]);
    p.box(36, 410, 270, 70);
    p.lines(40, 422, ['CERTIFICATE HOLDER', 'Panhandle Grain Terminal', '9 Silo Road, Dumas, TX 79029']);
    p.box(306, 410, 270, 70);
    p.lines(
      310,
      422,
      [
        'CANCELLATION',
        'SHOULD ANY OF THE ABOVE DESCRIBED POLICIES BE CANCELLED',
        'BEFORE THE EXPIRATION DATE THEREOF, NOTICE WILL BE DELIVERED.',
        '',
        'AUTHORIZED REPRESENTATIVE   C. Pruitt',
      ],
      { size: 7.5 },
    );
    return p;
  },
};

/** The card that rides in the glove box. */
const idCard: Layout = {
  name: 'auto-id-card',
  draw(t) {
    const p = letter({ size: 9 });
    p.box(60, 60, 330, 210, { weight: 1.2 });
    p.text(72, 82, 'OREGON AUTO INSURANCE IDENTIFICATION CARD', { bold: true, size: 10 });
    p.text(72, 100, t.is('vendorName', 'Beaver State Insurance Co.'), { bold: true });
    p.cells(72, 110, 28, [
      [110, 'POLICY NUMBER', t.is('policyNumber', 'BSA 0042 7719')],
      [95, 'EFFECTIVE DATE', t.is('effectiveDate', '2025-10-15', '10-15-2025')],
      [95, 'EXPIRATION DATE', t.is('expiryDate', '2026-04-15', '04-15-2026')],
    ]);
    p.cells(72, 138, 28, [
      [60, 'YEAR', t.is('vehicleYear', '2022')],
      [100, 'MAKE/MODEL', `${t.is('vehicleMake', 'Ford')} ${t.is('vehicleModel', 'Transit')}`],
      [140, 'VEHICLE ID NUMBER', t.is('vin', vin('1FTBR1C8', 'NKA31180'))],
    ]);
    p.lines(72, 184, ['INSURED', t.is('customerName', 'Willamette Flower Delivery'), '88 SE Water Ave, Portland OR 97214']);
    p.prose(
      72,
      232,
      305,
      'THIS CARD MUST BE KEPT IN THE INSURED VEHICLE AND PRESENTED UPON DEMAND. Report all accidents to 1-800-555-0177.',
      { size: 7.5 },
    );
    return p;
  },
};

/** A British certificate of motor insurance. */
const motorCertificate: Layout = {
  name: 'cert-motor-2026',
  locale: 'en-GB',
  draw(t) {
    const p = a4({ face: 'serif', size: 11 });
    p.centre(297, 70, 'CERTIFICATE OF MOTOR INSURANCE', { size: 17, bold: true });
    p.centre(297, 90, t.is('vendorName', 'Albion Mercantile Insurance plc'), { size: 13 });
    p.rule(60, 102, 535);
    p.pairs(60, 135, 210, [
      ['Certificate and policy number', t.is('policyNumber', 'AMF/204418/26')],
      ['1. Registration mark of vehicle', t.is('plate', 'NK70LZE', 'NK70 LZE')],
      ['2. Name of policyholder', t.is('customerName', 'Border Bakeries Ltd')],
      ['3. Effective date of commencement', t.is('effectiveDate', '2026-04-01', '1st April 2026')],
      ['4. Date of expiry of insurance', t.is('expiryDate', '2027-03-31', '31st March 2027')],
    ]);
    const y = p.prose(
      60,
      250,
      470,
      '5. Persons or classes of persons entitled to drive: any person who is driving on the order or with the permission of the policyholder, provided that the person driving holds a licence to drive the vehicle.',
    );
    p.prose(
      60,
      y + 14,
      470,
      '6. Limitations as to use: use in connection with the business of the policyholder. Excluding racing, pace-making and the carriage of passengers for hire or reward.',
    );
    p.text(60, 420, 'I hereby certify that the policy to which this certificate relates satisfies the requirements of the law.');
    p.text(60, 470, `Authorised insurers       Date of issue ${t.is('documentDate', '2026-03-18', '18/03/2026')}`);
    return p;
  },
};

/** A declarations page of a schedule with two trucks. */
const declarations: Layout = {
  name: 'dec-page',
  draw(t) {
    const p = letter();
    p.text(50, 60, t.is('vendorName', 'Keystone Fleet Underwriters'), { size: 16, bold: true });
    p.text(50, 82, 'Commercial Auto Declarations - Proof of Insurance', { size: 12 });
    p.pairs(50, 112, 110, [
      ['Named Insured', t.is('customerName', 'Allegheny Courier Service, Inc.')],
      ['Policy No.', t.is('policyNumber', 'KFU-PA-550128-03')],
      [
        'Policy Period',
        `${t.is('effectiveDate', '2026-06-30', '06/30/2026')} to ${t.is('expiryDate', '2027-06-30', '06/30/2027')} 12:01 A.M. standard time`,
      ],
      ['Issued', t.is('documentDate', '2026-06-12', '06/12/2026')],
    ]);
    p.table(
      50,
      210,
      [
        ['Veh', 35],
        ['Year', 45],
        ['Make', 100],
        ['Model', 100],
        ['VIN', 140],
        ['Stated value', 90, 'right'],
      ],
      [
        [
          '1',
          t.may('vehicleYear', '2020'),
          t.may('vehicleMake', 'Isuzu'),
          t.may('vehicleModel', 'NPR-HD'),
          t.is('vin', vin('54DC4W1D', 'LS801446')),
          '$41,000',
        ],
        [
          '2',
          t.may('vehicleYear', '2023'),
          t.may('vehicleMake', 'Mercedes-Benz'),
          t.may('vehicleModel', 'Sprinter 2500'),
          t.is('vin', vin('W1Y4ECHY', 'PP563019')),
          '$52,500',
        ],
      ],
      { rules: 'grid' },
    );
    p.pairs(50, 290, 200, [
      ['Bodily injury and property damage', '$1,000,000 CSL'],
      ['Uninsured motorist', '$300,000'],
      ['Comprehensive deductible', '$1,000'],
      ['Annual premium', '$9,884.00'],
    ]);
    return p;
  },
};

export const insuranceCertificates: Layout[] = [liability, idCard, motorCertificate, declarations];
