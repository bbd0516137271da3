import { type handleUnaryCall, type ServerUnaryCall, status } from '@grpc/grpc-js';
import { PubSubStatusError } from './status.ts';

/** What gRPC sends for an error: its own status for ours, INTERNAL for a fault of the server. */
export function toServiceError(error: unknown): { code: status; details: string } {
  if (error instanceof PubSubStatusError) return { code: error.code, details: error.details };
  return { code: status.INTERNAL, details: error instanceof Error ? error.message : String(error) };
}

/** Turns a function from request to response into a gRPC handler. */
export function unary<Req, Res>(
  answer: (request: Req, call: ServerUnaryCall<Req, Res>) => Res | Promise<Res>,
): handleUnaryCall<Req, Res> {
  return async (call, callback) => {
    try {
      callback(null, await answer(call.request, call));
    } catch (error) {
      callback(toServiceError(error));
    }
  };
}
