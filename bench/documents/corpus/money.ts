import type { Truth } from './truth.ts';

/** A line of a bill: what, how many, at which price in cents. */
export type Priced = readonly [description: string, quantity: number, cents: number, code?: string];

export const decimal = (cents: number) => (cents / 100).toFixed(2);

const grouped = (cents: number, group: string, point: string) => {
  const [whole, rest] = decimal(Math.abs(cents)).split('.') as [string, string];
  return `${cents < 0 ? '-' : ''}${whole.replace(/\B(?=(\d{3})+$)/g, group)}${point}${rest}`;
};

/** 1,234.50 */
export const plain = (cents: number) => grouped(cents, ',', '.');
/** $1,234.50 */
export const dollars = (cents: number) => `${cents < 0 ? '-' : ''}$${plain(Math.abs(cents))}`;
/** £1,234.50 */
export const pounds = (cents: number) => `£${plain(cents)}`;
/** 1.234,50 */
export const european = (cents: number) => grouped(cents, '.', ',');

export const amountOf = ([, quantity, cents]: Priced) => Math.round(quantity * cents);
export const sumOf = (lines: readonly Priced[]) => lines.reduce((sum, line) => sum + amountOf(line), 0);

/** Notes the lines as true and gives the amount of each as it is printed. */
export function billed(truth: Truth, lines: readonly Priced[], print: (cents: number) => string): string[] {
  return lines.map((line) => {
    const amount = amountOf(line);
    return truth.line(line[0], decimal(amount), print(amount), String(line[1]), decimal(line[2]));
  });
}
