import type { Finding } from './finding.ts';
import { contractRules, type RuleName, rules } from './rules.ts';
import type { Script } from './script.ts';

/** An exception that a migration states for the lines behind it. */
type Annotation = { line: number; rules: readonly RuleName[]; isUsed: boolean };

const allow = /^lint:\s*allow\s+([\w-]+)\s*(?::\s*(.*))?$/;
const contract = /^contract:\s*after\s+v?\d+(\.\d+)+\s*:\s*\S/;

/** Reads the exceptions of a migration. Those that say too little are findings, and count for nothing. */
export function readAnnotations(script: Script): { annotations: Annotation[]; findings: Finding[] } {
  const annotations: Annotation[] = [];
  const findings: Finding[] = [];
  for (const { line, text } of script.comments) {
    const body = text.replace(/^--\s*/, '').trim();
    const refuse = (message: string) => void findings.push({ line, rule: 'annotation', message });
    if (body.startsWith('contract:')) {
      if (contract.test(body)) annotations.push({ line, rules: contractRules, isUsed: false });
      else refuse(`"${body}" names no release. Write "-- contract: after 1.4.0: <why nothing uses it since>".`);
    } else if (body.startsWith('lint:')) {
      const [, name = '', reason = ''] = allow.exec(body) ?? [];
      if (!Object.hasOwn(rules, name))
        refuse(`"${body}" names no rule. Write "-- lint: allow <rule>: <reason>"; rules are ${Object.keys(rules).join(', ')}.`);
      else if (contractRules.includes(name as RuleName))
        refuse(`${name} is a step of contraction. Write "-- contract: after <release>: <why nothing uses it since>".`);
      else if (reason.trim() === '') refuse(`"${body}" gives no reason. Write "-- lint: allow ${name}: <reason>".`);
      else annotations.push({ line, rules: [name as RuleName], isUsed: false });
    }
  }
  return { annotations, findings };
}

/** Takes away the findings that an exception stands above, directly or with other comments between; adds the exceptions of no use. */
export function applyAnnotations(script: Script, findings: Finding[], annotations: Annotation[]): Finding[] {
  const commented = new Set(script.comments.map(({ line }) => line));
  const isAbove = (annotation: Annotation, line: number | undefined): boolean => {
    for (let above = (line ?? 0) - 1; commented.has(above); above -= 1) if (above === annotation.line) return true;
    return false;
  };
  const rest = findings.filter((finding) => {
    const answers = annotations.filter(
      (one) =>
        one.rules.some((rule) => rule === finding.rule) && (isAbove(one, finding.line) || isAbove(one, finding.statementLine)),
    );
    for (const one of answers) one.isUsed = true;
    return answers.length === 0;
  });
  const unused = annotations
    .filter(({ isUsed }) => !isUsed)
    .map(({ line, rules }) => ({
      line,
      rule: 'annotation' as const,
      message: `The exception of ${rules.join(' and ')} is not needed here. Delete it.`,
    }));
  return [...rest, ...unused];
}
