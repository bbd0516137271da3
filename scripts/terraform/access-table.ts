import type { FunctionDescription } from '@wheelhouse/shared/runtime/function-description.ts';
import { grantsOf } from './access.ts';
import { type GrantWords, grantWords } from './grant-words.ts';
import { type Folder, localOf, resourcesOf, textOf } from './hcl.ts';
import { type IamGrant, iamGrants } from './iam-grants.ts';

const begin = '<!-- access -->';
const end = '<!-- /access -->';

/** The text with everything between the two markers replaced by the table; throws where a marker is missing. */
export function withAccessTable(readme: string, table: string): string {
  const [before, rest = ''] = readme.split(begin);
  const after = rest.split(end)[1];
  if (after === undefined) throw new Error(`${begin} and ${end} are not both in the text: put them where the table belongs.`);
  return `${before}${begin}\n${table}\n${end}${after}`;
}

/** Who may do what, in Markdown: functions by their descriptions, all others by what Terraform grants. */
export function accessTable(functions: FunctionDescription[], terraform: Map<string, Folder>): string {
  const others = iamGrants(terraform).filter(({ accounts }) => !accounts.includes('fn-<function>'));
  return [
    ...table(['account', 'may', 'on'], functions.flatMap(functionRows)),
    '',
    'Besides the functions:',
    '',
    ...table(['account', 'may', 'on', 'why'], others.flatMap(otherRows).sort(byText)),
    '',
    'The roles of `wheelhouse-ci` on the project:',
    '',
    ...table(['role', 'why'], deployerRows(terraform.get('modules/ci') ?? {})),
  ].join('\n');
}

/** Addresses of grants that have no words, and words of grants that are no more. */
export function wordsOutOfDate(terraform: Map<string, Folder>, words: Record<string, GrantWords> = grantWords): string[] {
  const others = iamGrants(terraform).filter(({ accounts }) => !accounts.includes('fn-<function>'));
  const addresses = new Set(others.map(({ address }) => address));
  return [
    ...[...addresses].filter((address) => !words[address]),
    ...Object.keys(words).filter((address) => !addresses.has(address)),
  ];
}

/** One row for each resource, so that it is seen at once what a function reaches. */
function functionRows(description: FunctionDescription): string[][] {
  const byResource = Map.groupBy(grantsOf(description), ({ on }) => on);
  const rows = [...byResource].map(([on, grants]) => [grants.map(({ role }) => code(role)).join(', '), on]);
  if (description.database === 'owner') rows.push(['acts as `wheelhouse_owner`, which provisions organisations', 'the database']);
  return (rows.length > 0 ? rows : [['nothing', '']]).map((row, index) => [
    index === 0 ? code(`fn-${description.name}`) : '',
    ...row,
  ]);
}

function otherRows({ address, accounts, roles, condition }: IamGrant): string[][] {
  const words = grantWords[address];
  if (!words) throw new Error(`${address} grants a role, and scripts/terraform/grant-words.ts does not say why: add it there.`);
  const on = words.on ?? `the project${condition ? `, ${condition.replaceAll('_', ' ')}` : ''}`;
  const shown = words.why === 'see below' ? `${roles.length} roles` : roles.map(code).join(', ');
  const who = accounts.length > 0 && !words.who ? accounts.map(code) : [words.who ?? ''];
  return who.map((account) => [account, shown, on, words.why]);
}

/** The reasons that modules/ci states, each beside its role. */
function deployerRows(ci: Folder): string[][] {
  const plain = reasons(localOf(ci, 'project_roles'));
  const limited = Object.entries((localOf(ci, 'conditional_roles') ?? {}) as Record<string, { reason: string; title: string }>);
  const custom = resourcesOf(ci).filter(({ type }) => type === 'google_project_iam_custom_role');
  return [
    ...plain.sort(byText),
    ...limited.map(([role, { reason, title }]) => [code(role), `${reason} (only with the condition \`${title}\`)`]),
    ...custom.map(({ name, block }) => [code(`wheelhouse_${name}`), textOf(block.description)]),
  ];
}

function reasons(roles: unknown): string[][] {
  const found = [...textOf(roles).matchAll(/"(roles\/[\w.]+)"\s*[=:]\s*"([^"]+)"/g)];
  return found.map(([, role = '', reason = '']) => [code(role), reason]);
}

function table(heads: string[], rows: string[][]): string[] {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`.replaceAll('  ', ' ');
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)];
}

function code(name: string): string {
  return `\`${name.replace(/^roles\//, '')}\``;
}

function byText(one: string[], other: string[]): number {
  return one.join('|') < other.join('|') ? -1 : 1;
}
