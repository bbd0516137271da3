import { a4, letter } from '../paper.ts';
import type { Layout } from '../truth.ts';

/** A menu: prices in a column, and nothing bought. */
const menu: Layout = {
  name: 'lunch',
  draw() {
    const p = letter({ face: 'serif', size: 13 });
    p.centre(306, 80, 'The Copper Kettle', { size: 26, bold: true });
    p.centre(306, 105, 'Lunch, Tuesday to Saturday');
    const dishes = [
      ['Tomato and fennel soup', '7'],
      ['Grilled cheese on sourdough', '11'],
      ['Roast beet salad, goat cheese', '12.50'],
      ['Trout with brown butter', '19'],
      ['Mushroom risotto', '16'],
      ['Lemon tart', '8'],
      ['Coffee or tea', '3.50'],
    ];
    for (const [index, [dish, price]] of dishes.entries()) {
      p.text(120, 160 + index * 34, dish!);
      p.right(490, 160 + index * 34, price!);
    }
    p.centre(306, 430, 'Please tell us about allergies. Groups of six or more: 18% gratuity.', { size: 10 });
    return p;
  },
};

const poem: Layout = {
  name: 'untitled-3',
  locale: 'en-GB',
  draw() {
    const p = a4({ face: 'serif', size: 13 });
    p.text(120, 100, 'Harbour, before light', { size: 18, bold: true });
    p.lines(120, 140, [
      'The gulls have not decided yet',
      'which roof will hold the sun;',
      'a rope ticks slowly on a mast',
      'and counts the hours, one by one.',
      '',
      'Somebody lifts a shutter, coughs,',
      'and lets the kettle sing;',
      'the tide goes out the way it came',
      'and has not promised anything.',
      '',
      'I keep a stone from every shore',
      'I meant to see again.',
      'They sit along the window sill',
      'and wait, like patient men.',
    ]);
    return p;
  },
};

const flyer: Layout = {
  name: 'flyer_web',
  draw() {
    const p = letter({ size: 12 });
    p.box(0, 0, 612, 150, { fill: '#5b2a86' });
    p.text(50, 80, 'Rural Broadband Summit', { size: 32, bold: true, colour: '#ffffff' });
    p.text(50, 115, 'September 22-24, 2026 · Des Moines Convention Hall', { size: 15, colour: '#ffffff' });
    p.lines(50, 200, [
      'Three days, forty speakers, one question:',
      'how do we connect the last ten percent?',
      '',
      'Keynotes',
      '  Lena Abara - Fiber where nobody digs',
      '  Prof. Otto Grünwald - Spectrum as commons',
      '',
      'Workshops',
      '  Grant writing for small towns',
      '  Towers, trees and terrain models',
      '',
      'Early tickets until July 31. Students free.',
      'Register at ruralsummit.example',
    ]);
    return p;
  },
};

/** A club's minutes: dates and names, and of no kind that is known. */
const minutes: Layout = {
  name: 'garden-club',
  draw() {
    const p = letter({ face: 'serif', size: 12 });
    p.text(60, 70, 'Elm Street Garden Club', { size: 16, bold: true });
    p.text(60, 92, 'Minutes of the meeting on May 4');
    p.lines(60, 130, [
      'Present: Ann, Jorge, Mei, Mr. Castellano',
      '',
      '1. The tulip bulbs did well; next year more of the white ones.',
      '2. Jorge will repair the compost bins.',
      '3. The plant swap takes place on the second Saturday of June.',
      '4. Mei showed how to graft apple trees.',
      '',
      'The meeting closed at half past eight with rhubarb cake.',
    ]);
    return p;
  },
};

export const others: Layout[] = [menu, poem, flyer, minutes];
