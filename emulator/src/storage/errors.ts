/** One detail of a JSON API error: https://cloud.google.com/storage/docs/json_api/v1/status-codes */
export interface StorageErrorOptions {
  /** HTTP status. */
  status: number;
  /** Machine-readable reason of the JSON API, such as `notFound`. */
  reason: string;
  message: string;
  /** `Code` of the XML API, such as `NoSuchKey`: https://cloud.google.com/storage/docs/xml-api/reference-status */
  xmlCode?: string;
  /** Further elements of the XML error body, such as `Details`. */
  xmlDetails?: Record<string, string>;
  /** Response headers that belong to the error, such as `Content-Range` of a 416. */
  headers?: Record<string, string>;
}

/** A refusal that the client sees, in the shape of whichever API it called. */
export class StorageError extends Error {
  readonly status: number;
  readonly reason: string;
  readonly xmlCode: string;
  readonly xmlDetails: Record<string, string>;
  readonly headers: Record<string, string>;

  constructor(options: StorageErrorOptions) {
    super(options.message);
    this.name = 'StorageError';
    this.status = options.status;
    this.reason = options.reason;
    this.xmlCode = options.xmlCode ?? xmlCodeOfStatus[options.status] ?? 'InvalidArgument';
    this.xmlDetails = options.xmlDetails ?? {};
    this.headers = options.headers ?? {};
  }
}

const xmlCodeOfStatus: Record<number, string> = {
  403: 'AccessDenied',
  404: 'NoSuchKey',
  405: 'MethodNotAllowed',
  409: 'OperationConflict',
  412: 'PreconditionFailed',
  416: 'InvalidRange',
  500: 'InternalError',
  501: 'NotImplemented',
};

export function invalid(message: string, xmlCode = 'InvalidArgument'): StorageError {
  return new StorageError({ status: 400, reason: 'invalid', message, xmlCode });
}

export function required(parameter: string): StorageError {
  return new StorageError({ status: 400, reason: 'required', message: `Required parameter: ${parameter}` });
}

export function bucketNotFound(bucket: string): StorageError {
  return new StorageError({
    status: 404,
    reason: 'notFound',
    message: `The specified bucket does not exist: ${bucket}`,
    xmlCode: 'NoSuchBucket',
  });
}

export function objectNotFound(bucket: string, name: string): StorageError {
  return new StorageError({ status: 404, reason: 'notFound', message: `No such object: ${bucket}/${name}` });
}

export function conflict(message: string): StorageError {
  return new StorageError({ status: 409, reason: 'conflict', message });
}

export function notImplemented(what: string): StorageError {
  return new StorageError({ status: 501, reason: 'notImplemented', message: `The local Cloud Storage does not offer ${what}` });
}

export function jsonErrorBody(error: StorageError): string {
  const { status: code, message, reason } = error;
  return JSON.stringify({ error: { code, message, errors: [{ message, domain: 'global', reason }] } });
}

export function xmlErrorBody(error: StorageError): string {
  const details = Object.entries(error.xmlDetails).map(([name, text]) => `<${name}>${escapeXml(text)}</${name}>`);
  const head = `<Code>${error.xmlCode}</Code><Message>${escapeXml(error.message)}</Message>`;
  return `<?xml version='1.0' encoding='UTF-8'?><Error>${head}${details.join('')}</Error>`;
}

function escapeXml(text: string): string {
  return text.replace(/[&<>]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[character]!);
}
