import { f1, type Outcome, total } from './score.ts';

/** Counts by class, by field and by both, never by document: enough to better the rules without having seen the papers. */
export function printMisses(title: string, outcomes: readonly Outcome[]): void {
  console.log(`\n${title}: right, missed, wrong, F1`);
  for (const key of ['documentClass', 'name'] as const) {
    const groups = Map.groupBy(outcomes, (outcome) => outcome[key]);
    for (const [name, group] of groups) console.log(`  ${name.padEnd(24)}${row(group)}`);
    console.log();
  }
  console.log('  Fields of a class with misses or wrong values:');
  for (const [name, group] of Map.groupBy(outcomes, (outcome) => `${outcome.documentClass} ${outcome.name}`)) {
    const { missed, wrong } = total(group);
    if (missed + wrong > 0) console.log(`  ${name.padEnd(40)}${row(group)}`);
  }
}

function row(group: readonly Outcome[]): string {
  const { right, missed, wrong } = total(group);
  return `${[right, missed, wrong].map((count) => String(count).padStart(5)).join('')}   ${f1(group).toFixed(3)}`;
}
