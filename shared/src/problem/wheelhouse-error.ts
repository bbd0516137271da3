/** One invalid part of a request. `path` is as the client wrote it: `licensePlate`, `items[2].quantity`, `year[gte]`. */
export type FieldError = { path: string; message: string; code: string };

export type WheelhouseErrorOptions = {
  code: string;
  status: number;
  title: string;
  detail: string;
  fields?: readonly FieldError[];
  retryAfterSeconds?: number;
  /** Further members of the problem detail, such as `permission`. */
  extensions?: Readonly<Record<string, unknown>>;
  /** Headers that the HTTP status requires, such as `Allow` for 405. */
  headers?: Readonly<Record<string, string>>;
  cause?: unknown;
};

/**
 * An error that a client may read. `code` is stable: clients branch on it; `title` belongs to the code and `detail` to this
 * occurrence. Everything else that is thrown reaches a client as `internal`, without its text.
 */
export class WheelhouseError extends Error {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly fields: readonly FieldError[] | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly extensions: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(options: WheelhouseErrorOptions) {
    super(options.detail, { cause: options.cause });
    this.name = 'WheelhouseError';
    this.code = options.code;
    this.status = options.status;
    this.title = options.title;
    this.detail = options.detail;
    this.fields = options.fields;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.extensions = options.extensions ?? {};
    this.headers = options.headers ?? {};
  }
}
