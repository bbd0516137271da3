import { classKey } from '../suggestions/class-key.ts';
import { remembered } from '../suggestions/memory.ts';
import type { DocumentClass } from '../tables/index.ts';
import { askAbout } from './ask-about.ts';
import type { Step } from './step.ts';

/** What people said of others that begin in the same way counts that much. */
const rememberedConfidence = 0.9;

/** Says what kind of document it is. What a person said of this document stays. */
export const classify: Step = {
  after: 'extracted',
  status: 'classified',
  async run(context) {
    const { target, inTenant, write } = context;
    const [document] = await inTenant((tx) =>
      tx.query<{ byPerson: boolean | null }>(`select classified_by = 'person' as "byPerson" from documents where id = $1`, [
        target.documentId,
      ]),
    );
    if (document?.byPerson) return;
    const {
      value,
      document: text,
      by,
    } = await askAbout(context, {
      type: 'classification',
      ask: (model, asked) => model.classify(asked),
      describe: ({ confidence }) => ({ confidence }),
    });
    await write(async (tx) => {
      const decided = await remembered(tx, 'class', classKey(text.pages, value.documentClass));
      const corrected = decided?.documentClass as DocumentClass | undefined;
      const found = corrected ? [corrected, rememberedConfidence, 'memory'] : [value.documentClass, value.confidence, by];
      await tx.query(
        'update documents set document_class = $2, class_confidence = $3, classified_by = $4 where id = $1 and version = $5',
        [target.documentId, ...found, target.versionNumber],
      );
    });
  },
};
