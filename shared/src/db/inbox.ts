import type { Tx } from './scope.ts';

/**
 * Claims a message for a consumer inside the transaction of its effect. False when it was handled before: deliveries may
 * repeat, effects must not. Two deliveries at once wait for each other here.
 */
export async function claimMessage(tx: Tx, consumer: string, messageId: string): Promise<boolean> {
  const rows = await tx.query(
    'insert into processed_messages (consumer, message_id) values ($1, $2) on conflict do nothing returning message_id',
    [consumer, messageId],
    'claim_message',
  );
  return rows.length === 1;
}
