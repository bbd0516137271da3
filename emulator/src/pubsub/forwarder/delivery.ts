/** What is delivered where: one subscription of a topic and the function that consumes it. */
export interface Delivery {
  /** Id of the topic, without `projects/…`. */
  topic: string;
  /** Id of the subscription. */
  subscription: string;
  /** Where the function listens: `http://127.0.0.1:port/`. */
  url: string;
  /** 10 to 600. The deadline is extended for as long as the function works. */
  ackDeadlineSeconds: number;
  /** How many requests the function gets at a time. */
  maxInFlight: number;
  /** After this many refused deliveries the message goes to the dead letter topic; without one it is retried until it expires. */
  maxDeliveryAttempts: number;
  /** Id of the topic for messages that were refused too often. */
  deadLetterTopic?: string;
  /** Wait after the first refusal, doubling up to `retryMaxMs`; 10 s and 600 s unless given, as in the real service. */
  retryMinMs?: number;
  retryMaxMs?: number;
  /** Only messages whose attributes match; https://cloud.google.com/pubsub/docs/subscription-message-filter */
  filter?: string;
}
