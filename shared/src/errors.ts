/** The errors of the whole product: the class, a factory a code, and what turns other errors into them. */
export * from './problem/factories.ts';
export { type ConstraintColumns, fromDatabaseError } from './problem/from-database-error.ts';
export { fieldPath, fieldsFromZod, fromZodError, isZodError } from './problem/from-zod-error.ts';
export { type Problem, problemMediaType, problemResponse, toProblem } from './problem/problem.ts';
export { type FieldError, WheelhouseError, type WheelhouseErrorOptions } from './problem/wheelhouse-error.ts';
