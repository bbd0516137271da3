import { status } from '@grpc/grpc-js';

/** An answer other than OK, with the gRPC status code that Pub/Sub gives in this case. */
export class PubSubStatusError extends Error {
  override readonly name = 'PubSubStatusError';
  readonly code: status;
  readonly details: string;

  constructor(code: status, details: string) {
    super(details);
    this.code = code;
    this.details = details;
  }
}

/** Answers the error for a request that can never succeed as it is. */
export function invalidArgument(details: string): PubSubStatusError {
  return new PubSubStatusError(status.INVALID_ARGUMENT, details);
}

/** Answers the error for a topic or subscription that is not there. */
export function notFound(details: string): PubSubStatusError {
  return new PubSubStatusError(status.NOT_FOUND, details);
}

/** Answers the error for a feature of Pub/Sub that the embedded server does not have. */
export function unimplemented(feature: string): PubSubStatusError {
  return new PubSubStatusError(status.UNIMPLEMENTED, `The embedded Pub/Sub has no ${feature}; use the official emulator for it.`);
}
