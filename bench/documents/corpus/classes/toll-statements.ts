import { decimal, dollars, type Priced, plain, sumOf } from '../money.ts';
import { a4, letter } from '../paper.ts';
import { between, randomOf } from '../random.ts';
import type { Layout, Truth } from '../truth.ts';

type Passage = { day: string; time: string; plaza: string; unit: string; cents: number };

/** Passages through toll plazas on the days of a month, in order. */
function passages(seed: string, month: string, plazas: readonly string[], units: readonly string[], count: number): Passage[] {
  const random = randomOf(seed);
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)]!;
  const two = (number: number) => String(Math.floor(number)).padStart(2, '0');
  return Array.from({ length: count }, (_, index) => ({
    day: `${month}-${two(1 + (index * 27) / count)}`,
    time: `${two(between(random, 4, 23))}:${two(between(random, 0, 60))}`,
    plaza: pick(plazas),
    unit: pick(units),
    cents: Math.round(between(random, 35, 420)) * 5,
  }));
}

function noted(truth: Truth, list: readonly Passage[], print: (cents: number) => string): string[] {
  return list.map(({ plaza, cents }) => truth.line(plaza, decimal(cents), print(cents)));
}

const total = (list: readonly Passage[]) => sumOf(list.map(({ plaza, cents }): Priced => [plaza, 1, cents]));

/** An authority's monthly statement with many lines. */
const authority: Layout = {
  name: 'acct-40118822-feb',
  draw(t) {
    const p = letter({ size: 9 });
    const list = passages(
      'authority',
      '2026-02',
      ['Bee Cave Mainline', 'Greenfield Plaza', 'River Bend Ramp', 'SH 130 Mustang Ridge', 'Airport Connector'],
      ['R48PT21', 'R48PT30', 'R51KK07'],
      26,
    );
    p.text(40, 50, t.is('vendorName', 'Central Texas Turnpike Authority'), { size: 14, bold: true });
    p.text(40, 66, 'TxPass Commercial - Monthly Toll Statement');
    p.pairs(360, 50, 110, [
      ['Account number', t.is('referenceNumber', '40118822')],
      ['Statement number', t.is('invoiceNumber', 'S-2602-11840')],
      ['Statement date', t.is('documentDate', '2026-03-02', '03/02/2026')],
      ['Payment due', t.is('dueDate', '2026-03-22', '03/22/2026')],
    ]);
    p.lines(40, 96, [t.is('customerName', 'Cascade Haulage LLC'), '1420 Depot Road', 'Amarillo, TX 79104']);
    const amounts = noted(t, list, plain);
    const end = p.table(
      40,
      150,
      [
        ['Date', 80],
        ['Time', 60],
        ['Plate', 90],
        ['Toll plaza', 212],
        ['Toll', 90, 'right'],
      ],
      list.map(({ day, time, plaza, unit }, index) => [
        `${day.slice(5, 7)}/${day.slice(8)}/2026`,
        time,
        unit,
        plaza,
        amounts[index]!,
      ]),
      { row: 14 },
    );
    p.right(
      569,
      end + 12,
      `Total tolls ${t.is('currency', 'USD', '$')}${t.is('total', decimal(total(list)), plain(total(list)))}`,
      { bold: true, size: 11 },
    );
    p.text(40, end + 40, 'Transponder balance replenished automatically. Disputes must be filed within 30 days.');
    return p;
  },
};

/** A clearing company's invoice of tolls, amounts with the currency sign. */
const clearing: Layout = {
  name: 'bestway-tolls-07',
  draw(t) {
    const p = letter({ face: 'mono', size: 8.5 });
    const list = passages(
      'clearing',
      '2026-07',
      ['PA TPK VALLEY FORGE', 'NJTP EXIT 7A', 'DEL MEM BRIDGE', 'I-95 MD TUNNEL'],
      ['ZTR0448', 'ZTR0512'],
      12,
    );
    p.centre(306, 46, t.is('vendorName', 'BESTWAY TOLL SERVICES INC'), { bold: true, size: 12 });
    p.centre(306, 60, 'TOLL USAGE STATEMENT');
    p.lines(45, 86, [
      `CUSTOMER : ${t.is('customerName', 'ALLEGHENY COURIER SERVICE INC')}`,
      `ACCOUNT  : ${t.is('referenceNumber', 'BW-33810')}        STATEMENT: ${t.is('invoiceNumber', '88120-07')}`,
      `DATE     : ${t.is('documentDate', '2026-08-01', '08/01/2026')}       DUE: ${t.is('dueDate', '2026-08-15', '08/15/2026')}`,
    ]);
    const amounts = noted(t, list, dollars);
    const end = p.table(
      45,
      140,
      [
        ['TRANSACTION DATE', 110],
        ['TAG/PLATE', 80],
        ['FACILITY', 220],
        ['TOLL', 100, 'right'],
      ],
      list.map(({ day, time, plaza, unit }, index) => [
        `${day.slice(5, 7)}/${day.slice(8)}/26 ${time}`,
        unit,
        plaza,
        amounts[index]!,
      ]),
      { rules: 'none', row: 13 },
    );
    t.is('currency', 'USD', '$');
    p.right(552, end + 16, `TOTAL DUE ${t.is('total', decimal(total(list)), dollars(total(list)))}`, { bold: true });
    return p;
  },
};

/** A European road charge per section, with the comma. */
const roadCharge: Layout = {
  name: 'maut-2026-04',
  locale: 'de-DE',
  draw(t) {
    const p = a4({ size: 9.5 });
    const list = passages(
      'road charge',
      '2026-04',
      ['A3 Duisburg - Oberhausen', 'A2 Bottrop - Herne', 'A40 Venlo - Moers', 'A61 Mönchengladbach'],
      ['42-BKR-7', '18-BXP-3'],
      10,
    );
    const print = (cents: number) => decimal(cents).replace('.', ',');
    p.text(50, 60, t.is('vendorName', 'EuroMaut Clearing AG'), { size: 15, bold: true });
    p.text(50, 78, 'Toll statement / Einzelfahrtennachweis');
    p.lines(50, 110, [t.is('customerName', 'Van Dael Logistics B.V.'), 'Waalhaven Zuidzijde 21', '3088 HH Rotterdam']);
    p.pairs(330, 110, 110, [
      ['Customer no.', t.is('referenceNumber', '900417')],
      ['Statement no.', t.is('invoiceNumber', 'EM-2604-5518')],
      ['Date', t.is('documentDate', '2026-05-04', '04.05.2026')],
      ['Due date', t.is('dueDate', '2026-05-18', '18.05.2026')],
    ]);
    const amounts = noted(t, list, print);
    const end = p.table(
      50,
      200,
      [
        ['Day', 75],
        ['Vehicle', 80],
        ['Toll section', 240],
        ['EUR', 90, 'right'],
      ],
      list.map(({ day, plaza, unit }, index) => [day.split('-').toReversed().join('.'), unit, plaza, amounts[index]!]),
    );
    p.right(532, end + 14, `Total toll ${t.is('currency', 'EUR')} ${t.is('total', decimal(total(list)), print(total(list)))}`, {
      bold: true,
    });
    return p;
  },
};

export const tollStatements: Layout[] = [authority, clearing, roadCharge];
