import { consumer } from '../../../runtime/consumer.ts';
import { linkFootage } from '../video/linkFootage.ts';

/** An event that is detected after its footage arrived gets it, and footage whose event is withdrawn gets the next. */
export const linkFootageToEvents = consumer({
  name: 'telematics.linkFootageToEvents',
  events: ['driver_behavior_event.*'],
  handle: async ({ tx, event }) => {
    const { vehicleId, recordedAt } = event.data as { vehicleId: string; recordedAt: string };
    const at = new Date(recordedAt);
    await linkFootage(tx, vehicleId, at, at);
  },
});
