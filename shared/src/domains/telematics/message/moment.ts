/** RFC 3339, with capital T and Z. The second 60 is there for leap seconds. */
export const momentPattern =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

const daysBeforeMonth = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
const daysInMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Milliseconds since 1970 of a timestamp with an offset (RFC 3339), digits beyond milliseconds cut off; NaN where the text is no
 * such timestamp or the day does not exist.
 *
 * A leap second (23:59:60 UTC on the last day of a month, ITU-R TF.460) counts as the last millisecond before it, 23:59:59.999:
 * Unix time has no number for it, and so it stays in its month and between its neighbours.
 */
export function momentMs(text: string): number {
  const common = commonMs(text);
  return Number.isNaN(common) ? anyMs(text) : common;
}

/** `YYYY-MM-DDTHH:MM:SS(.sss)Z`, which nearly all devices send, in half the time of Date.parse; NaN for everything else. */
function commonMs(text: string): number {
  const { length } = text;
  if (length !== 24 && length !== 20) return Number.NaN;
  if (
    text.charCodeAt(4) !== 45 ||
    text.charCodeAt(7) !== 45 ||
    text.charCodeAt(10) !== 84 ||
    text.charCodeAt(13) !== 58 ||
    text.charCodeAt(16) !== 58 ||
    text.charCodeAt(length - 1) !== 90
  ) {
    return Number.NaN;
  }
  const year = two(text, 0) * 100 + two(text, 2);
  const month = two(text, 5);
  const day = two(text, 8);
  const hour = two(text, 11);
  const minute = two(text, 14);
  const second = two(text, 17);
  const milli = length === 20 ? 0 : text.charCodeAt(19) === 46 ? digit(text, 20) * 100 + two(text, 21) : Number.NaN;
  // Comparisons with NaN are false, so whatever is no digit ends here.
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month) && hour <= 23 && minute <= 59 && second <= 59)) {
    return Number.NaN;
  }
  return ((daysSince1970(year, month, day) * 24 + hour) * 60 + minute) * 60_000 + second * 1_000 + milli;
}

function anyMs(text: string): number {
  if (!momentPattern.test(text)) return Number.NaN;
  // Date.parse takes the 30th of February for the 2nd of March.
  if (two(text, 8) > daysOf(two(text, 0) * 100 + two(text, 2), two(text, 5))) return Number.NaN;
  if (text.slice(17, 19) !== '60') return Date.parse(text);
  const before = Date.parse(`${text.slice(0, 17)}59.999${text.slice(text.search(/[Z+-]\d*:?\d*$/))}`);
  const after = new Date(before + 1);
  return after.getUTCDate() === 1 && after.getUTCHours() === 0 && after.getUTCMinutes() === 0 ? before : Number.NaN;
}

function digit(text: string, at: number): number {
  const value = text.charCodeAt(at) - 48;
  return value >= 0 && value <= 9 ? value : Number.NaN;
}

function two(text: string, at: number): number {
  return digit(text, at) * 10 + digit(text, at + 1);
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function daysOf(year: number, month: number): number {
  return month === 2 && isLeap(year) ? 29 : (daysInMonth[month - 1] as number);
}

function daysSince1970(year: number, month: number, day: number): number {
  const before = year - 1;
  const leapDays = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
  const inYear = (daysBeforeMonth[month - 1] as number) + (month > 2 && isLeap(year) ? 1 : 0) + day - 1;
  return before * 365 + leapDays + inYear - 719_162;
}
