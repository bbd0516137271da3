import { WheelhouseError } from '../../../errors.ts';
import { consumer } from '../../../runtime/consumer.ts';
import { requestReanalysis } from '../analysis/request-reanalysis.ts';

/** What is looked for in a document follows from its class: where a person says that it is another, its fields are read again. */
export const rereadCorrectedClass = consumer({
  name: 'documents.rereadCorrectedClass',
  events: ['document.class_accepted'],
  handle: async ({ tx, event }) => {
    if (event.data.status !== 'corrected') return;
    try {
      await requestReanalysis(tx, event.subjectId, 'entities');
    } catch (error) {
      // It was purged meanwhile, or has not been read at all.
      if (!(error instanceof WheelhouseError && [404, 409].includes(error.status))) throw error;
    }
  },
});
