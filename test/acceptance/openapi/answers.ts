import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Answer } from '../../harness/index.ts';
import type { Json, Operation } from './operations.ts';
import type { Sent } from './requests.ts';

/** What is wrong with an answer, or undefined. */
export type Judge = (operation: Operation, sent: Sent, answer: Answer) => string | undefined;

/** Text that only the inside of the service writes. */
const internals = [
  /node_modules/,
  /\.[jt]s:\d+/,
  /\n\s+at /,
  /syntax error/i,
  /\bviolates\b/,
  /\brelation "/,
  /\bcolumn "/,
  /\bconstraint "/,
  /duplicate key/,
  /null value in/,
  /invalid input syntax/,
  /out of range for type/,
  /\b(app|platform|audit)\.[a-z]+_?[a-z]* /,
  /\$\d+::/,
  /Cannot read propert/,
  /is not a function/,
  /is not iterable/,
];

/** Why this test's own services may not be there. */
const unavailable = [/^The name servers of /, /is being moved/];

/** Judges answers by the OpenAPI document: status, content type, body, and nothing internal in an error. */
export function judgeBy(document: Json): Judge {
  const ajv = new Ajv2020({ strict: false, allErrors: false, logger: false });
  // The type of the package names its module, not its function, where modules are CommonJS.
  (addFormats as unknown as (target: Ajv2020) => void)(ajv);
  ajv.addSchema({ ...document, $id: 'wheelhouse:api' });
  const validators = new Map<string, ValidateFunction>();
  const validatorOf = (operation: Operation, status: string, type: string): ValidateFunction => {
    const response = operation.responses[status] as Json;
    const content = (response.content as Record<string, Json>)[type] as Json;
    const key = `${operation.operationId} ${status} ${type}`;
    const known = validators.get(key) ?? ajv.compile(absolute(content.schema) as Json);
    validators.set(key, known);
    return known;
  };

  return (operation, sent, answer) => {
    const { status, body } = answer;
    if (status >= 500 && !(status === 503 && unavailable.some((reason) => reason.test(body?.detail)))) return `status ${status}`;
    const response = operation.responses[status];
    if (!response) return `status ${status} is not documented`;
    const documented = Object.keys((response.content ?? {}) as Json);
    const type = answer.headers.get('content-type')?.split(';')[0] ?? '';
    if (documented.length === 0) return answer.text === '' ? undefined : `a body where none is documented`;
    if (!documented.includes(type)) return `content type "${type}" is not documented`;
    const validate = validatorOf(operation, String(status), type);
    // Files and streams are text to the document, whatever is in them.
    const isDocument = type === 'application/json' || type === 'application/problem+json';
    if (!validate(isDocument ? body : answer.text)) return `the body is not as documented: ${ajv.errorsText(validate.errors)}`;
    return status >= 400 ? judgeProblem(sent, answer) : undefined;
  };
}

function judgeProblem(sent: Sent, { status, body, headers }: Answer): string | undefined {
  if (body.status !== status) return `the problem says status ${body.status}`;
  for (const member of ['code', 'title', 'detail', 'requestId']) {
    if (typeof body[member] !== 'string' || body[member] === '') return `the problem has no ${member}`;
  }
  if (body.requestId !== headers.get('x-request-id')) return 'the problem has another requestId than the header';
  const said = JSON.stringify([body.title, body.detail, body.errors]);
  const given = `${decodeURIComponent(sent.path)} ${sent.body ?? ''} ${JSON.stringify(sent.headers)}`;
  const leaked = internals.map((pattern) => pattern.exec(said)?.[0]).find((text) => text && !given.includes(text));
  return leaked ? `the problem tells internals ("${leaked}")` : undefined;
}

/** References inside the document, from outside of it. */
function absolute(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(absolute);
  if (node === null || typeof node !== 'object') return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [
      key,
      key === '$ref' && typeof value === 'string' ? `wheelhouse:api${value}` : absolute(value),
    ]),
  );
}

/** The request as something to paste into a shell. */
export function asCurl(sent: Sent): string {
  const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
  const headers = Object.entries({ 'Content-Type': 'application/json', ...sent.headers }).map(
    ([name, value]) => `-H ${quote(`${name}: ${value}`)}`,
  );
  const body = sent.body === undefined ? '' : ` --data-raw ${quote(shortened(sent.body))}`;
  return `# as ${sent.caller}\ncurl -X ${sent.method} "$URL"${quote(shortened(sent.path))} ${headers.join(' ')}${body}`;
}

const shortened = (text: string): string => (text.length > 3000 ? `${text.slice(0, 3000)}… (${text.length} characters)` : text);
