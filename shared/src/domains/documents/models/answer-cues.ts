const months =
  'jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?';

/** What kind of answer a question asks for, and what such an answer looks like. The first that fits counts. */
const cues: { asks: RegExp; looksLike: RegExp }[] = [
  {
    asks: /\b(phone|telephone|call)\b.*\bnumber\b|\bnumber\b.*\b(phone|call|ring)\b/i,
    looksLike: /\+?\d[\d\s()/-]{4,}\d/,
  },
  { asks: /\be-?mail\b.*\baddress\b/i, looksLike: /\S+@\S+/ },
  {
    asks: /\bhow (much|expensive)\b|\b(price|cost|costs|fee|total|amount|charged?|paid|deductible|premium|fine)\b/i,
    looksLike: /\p{Sc}\s?\d|\d\s?\p{Sc}|\b(usd|eur|gbp|sek|nok|dkk|chf|cad|aud|kr|dollars?|euros?|pounds?)\b|\d[.,]\d\d\b/iu,
  },
  {
    asks: /\bwhat (day|date)\b|\bexpir|\bdue\b|\bvalid (un)?til/i,
    looksLike: new RegExp(`\\b\\d{4}-\\d\\d-\\d\\d\\b|\\d{1,2}[./]\\d{1,2}[./]\\d{2,4}|\\b(${months})\\b`, 'i'),
  },
  {
    asks: /^\s*(when|how (long|often|soon|late|early))\b|\bwhat time\b/i,
    looksLike: new RegExp(
      `\\d|\\b(${months}|mon|tues|wednes|thurs|fri|satur|sun)(day)?s?\\b|\\b(daily|weekly|monthly|yearly|annual(ly)?|every|once|twice|day|days|week|weeks|month|months|year|years|hours?|minutes?|before|after|until|morning|evening|night)\\b`,
      'i',
    ),
  },
  {
    // A name, a role, or whoever something is done by.
    asks: /^\s*(who|whom|whose)\b|\bwhom\b/i,
    looksLike:
      /(?<=\S )\p{Lu}\p{Ll}+|\bby\b|\b(driver|dispatch|dispatcher|mechanic|manager|officer|leader|guard|owner|keeper|holder|supplier|lessor|lessee|insurer|police|office|nobody|everyone|anyone|whoever)s?\b/u,
  },
  {
    asks: /\bhow (many|far|fast|high|old|heavy|big|deep)\b|\bnumber\b|\bwhich (vin|plate)\b|\bvin\b|\bpercent/i,
    looksLike: /\d|\b(two|three|four|five|six|seven|eight|nine|ten|twelve|half)\b/i,
  },
];

const attributeAsked = /\bwhat (?:is|are|was|were) (?:the|our|my|its) (.+?)(?: (?:of|for|in|on|at|by|from|to)\b|[?]|$)/i;

/** Words of a question for what every value of a kind has. */
const general = /\b(phone|telephone|numbers?|price|costs?|amount|date|day|name|address|reading|kind|type)\b/gi;

/** What a question asks a value of: `policy` of "What is the policy number of the van?"; undefined for other questions. */
export function attributeOf(question: string): string | undefined {
  return attributeAsked.exec(question)?.[1]?.replace(general, '');
}

/** Whether a text looks like what a question asks for; undefined where the question asks for nothing in particular. */
export function fitsQuestion(question: string, text: string): boolean | undefined {
  return cues.find(({ asks }) => asks.test(question))?.looksLike.test(text);
}
