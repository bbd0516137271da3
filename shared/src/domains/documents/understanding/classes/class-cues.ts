import type { DocumentClass } from '../../tables/index.ts';
import { driverPapers } from './cues/driver-papers.ts';
import { otherPapers } from './cues/other-papers.ts';
import { purchases } from './cues/purchases.ts';
import { vehiclePapers } from './cues/vehicle-papers.ts';

/** Words that speak for a class. Weights are of the order of natural logarithms of likelihood ratios. */
export type ClassCues = {
  /** Names of such documents: they weigh in full as a title, and little in running text. */
  titles: Record<string, number>;
  /** Labels and phrases of such documents, wherever they stand. */
  phrases: Record<string, number>;
};

/** After forms used in the United States first of all, then in the United Kingdom and the European Union. */
export const classCues: Record<Exclude<DocumentClass, 'other'>, ClassCues> = {
  ...purchases,
  ...vehiclePapers,
  ...driverPapers,
  ...otherPapers,
};
