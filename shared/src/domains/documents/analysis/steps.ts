import { chunkPages } from '../text/index.ts';
import { classify } from './classify.ts';
import { embed } from './embed.ts';
import { extract } from './extract.ts';
import { findEntities } from './find-entities.ts';
import { sniff } from './sniff.ts';
import type { Step } from './step.ts';

/** Cuts the text into passages. They follow from the pages, so only their number is noted. */
const chunk: Step = {
  after: 'entities',
  status: 'chunked',
  async run({ target, write, pages }) {
    const { length } = chunkPages(await pages());
    await write((tx) => tx.query('update document_versions set chunk_count = $2 where id = $1', [target.versionId, length]));
  },
};

/** The steps of the analysis, in order. After the last the version is put in service. */
export const steps: readonly Step[] = [sniff, extract, classify, findEntities, chunk, embed];
