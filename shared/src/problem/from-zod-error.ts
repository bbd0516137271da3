import { $ZodError, type $ZodIssue } from 'zod/v4/core';
import { invalidFields } from './factories.ts';
import type { FieldError, WheelhouseError } from './wheelhouse-error.ts';

type Issue = $ZodIssue;

/** True for the errors of every zod schema, whichever of zod's entry points made it. */
export function isZodError(error: unknown): error is $ZodError {
  return error instanceof $ZodError;
}

/** Every issue as a field; unknown keys become one field each. */
export function fieldsFromZod(issues: readonly Issue[]): FieldError[] {
  return issues.flatMap(toFields);
}

/** 422 with every invalid field. */
export function fromZodError(error: $ZodError): WheelhouseError {
  return invalidFields(fieldsFromZod(error.issues), undefined, { cause: error });
}

/** `['items', 0, 'name']` is `items[0].name`. */
export function fieldPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text ? `${text}.${String(part)}` : String(part);
  }, '');
}

function toFields(issue: Issue): FieldError[] {
  if (isMissing(issue)) return [{ path: fieldPath(issue.path), message: 'This field is required.', code: 'required' }];
  if (issue.code !== 'unrecognized_keys') return [{ path: fieldPath(issue.path), message: issue.message, code: issue.code }];
  return issue.keys.map((key) => ({
    path: fieldPath([...issue.path, key]),
    message: 'There is no such field.',
    code: 'unknown_field',
  }));
}

/** JSON has no undefined: a value of that type is one that was left out. zod says so in its message only. */
function isMissing(issue: Issue): boolean {
  return issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
}
