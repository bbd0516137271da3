import { a4, letter } from '../paper.ts';
import type { Layout } from '../truth.ts';

/** A business letter on paper with a head. */
const businessLetter: Layout = {
  name: 'harlan-letter',
  draw(t) {
    const p = letter({ face: 'serif', size: 11.5 });
    p.text(65, 60, 'Harlan & Pruitt Insurance Agency', { size: 15, bold: true });
    p.text(65, 76, '200 Main St, Suite 900, Amarillo, TX 79101');
    p.text(65, 120, t.is('documentDate', '2026-03-03', 'March 3, 2026'));
    p.lines(65, 150, ['Ms. Dana Whitfield', 'Cascade Haulage LLC', '1420 Depot Road', 'Amarillo, TX 79104']);
    p.text(65, 230, `Re: Claim ${t.is('referenceNumber', 'GPC-CLM-77102')}, Policy ${t.is('policyNumber', 'GPC-CA-7714403')}`, {
      bold: true,
    });
    p.text(65, 258, 'Dear Ms. Whitfield:');
    let y = p.prose(
      65,
      282,
      480,
      'Thank you for sending the photographs of the accident on Slide Road. The adjuster has now reviewed the file and asks for two more things: a written statement of your driver and the last inspection report of the trailer.',
    );
    y = p.prose(
      65,
      y + 10,
      480,
      'Please send both within ten days so that we can keep the claim moving. If you have any questions, do not hesitate to call me at (806) 555-0181.',
    );
    p.lines(65, y + 16, ['Sincerely,', '', '', 'Clayton Pruitt', 'Account Executive']);
    return p;
  },
};

/** A printed e-mail. */
const email: Layout = {
  name: 'mail-print',
  draw(t) {
    const p = letter({ size: 10.5 });
    p.pairs(50, 60, 70, [
      ['From:', 'Priscilla Yee <p.yee@valleyproduce.example>'],
      ['To:', 'dispatch@valleyproduce.example'],
      ['Sent:', `${t.is('documentDate', '2026-04-27', 'Monday, April 27, 2026')} 8:14 AM`],
      ['Subject:', 'Chain-up on Donner this week'],
    ]);
    p.rule(50, 125, 560);
    const y = p.prose(
      50,
      150,
      500,
      'Hi all, Caltrans expects snow above 5,500 feet from Wednesday. Please make sure that every truck running I-80 has a full set of chains on board before it leaves, and let me know if any are missing.',
    );
    p.lines(50, y + 14, [
      'Hector, can you check the rack in bay 2 today?',
      '',
      'Thanks,',
      'Priscilla',
      'Safety Manager, Valley Produce Transport',
    ]);
    return p;
  },
};

/** A British letter about an unpaid bill. */
const reminder: Layout = {
  name: 'hollins-reminder',
  locale: 'en-GB',
  draw(t) {
    const p = a4({ size: 10.5 });
    p.right(545, 60, 'Hollins Commercial Supplies Ltd', { bold: true, size: 13 });
    p.right(545, 76, 'Unit 7 Wharf Lane Trading Estate, Rotherham S60 1FE');
    p.lines(55, 120, ['The Accounts Manager', 'Pennine Distribution plc', 'Moor End Depot', 'Halifax HX3 5QD']);
    p.text(55, 195, t.is('documentDate', '2026-03-24', '24 March 2026'));
    p.text(55, 215, `Our ref: ${t.is('referenceNumber', 'CR/HJ/2214')}`);
    p.text(55, 245, 'Dear Sir or Madam,');
    p.text(55, 270, `Overdue account - our invoice ${t.is('invoiceNumber', 'SI-10482')}`, { bold: true });
    let y = p.prose(
      55,
      295,
      480,
      'According to our records payment of the above has not reached us, although it fell due on 7 March. If you have paid in the last few days please accept our thanks and disregard this letter.',
    );
    y = p.prose(
      55,
      y + 10,
      480,
      'Otherwise we should be grateful for your remittance by return. Should there be a query on the account please telephone me directly.',
    );
    p.lines(55, y + 16, ['Yours faithfully,', '', '', 'H. Jessop (Mrs)', 'Credit Control']);
    return p;
  },
};

export const correspondence: Layout[] = [businessLetter, email, reminder];
