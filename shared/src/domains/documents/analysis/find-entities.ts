import { type Linked, linkSuggestions } from '../linking/link-suggestions.ts';
import { classKey } from '../suggestions/class-key.ts';
import { autonomyOf } from '../suggestions/settings.ts';
import { type NewSuggestion, suggest } from '../suggestions/suggest.ts';
import type { DocumentClass } from '../tables/index.ts';
import { proposalsOf } from '../understanding/index.ts';
import type { Extraction } from '../understanding/understanding.ts';
import { askAbout } from './ask-about.ts';
import type { Step } from './step.ts';

/** A class that is less sure than this is put to a person, and so is `other`: what it is nobody has said yet. */
const sureClass = 0.7;

type Row = Linked & { documentClass: DocumentClass; confidence: number; classifiedBy: string };

/** Finds dates, amounts, numbers and names, links what they point to, and proposes what follows from them. */
export const findEntities: Step = {
  after: 'classified',
  status: 'entities',
  async run(context) {
    const { services, target, inTenant, write } = context;
    const [document] = await inTenant((tx) =>
      tx.query<Row>(
        `select document_class as "documentClass", class_confidence as confidence, classified_by as "classifiedBy",
           vehicle_id as "vehicleId", driver_id as "driverId", vendor_id as "vendorId" from documents where id = $1`,
        [target.documentId],
      ),
    );
    if (!document?.documentClass) throw new Error(`Document ${target.documentId} has no class to find entities by.`);
    const { documentClass, confidence } = document;
    const { value, document: text } = await askAbout(context, {
      type: 'extraction',
      ask: (model, asked) => model.extract(asked, documentClass),
      describe: (found) => ({ confidence: confidenceOf(found), entities: found }),
    });
    await write(async (tx) => {
      const { autoLinkConfidence, autoAccept } = await autonomyOf(tx, services);
      const links = await linkSuggestions(tx, value, document, autoLinkConfidence);
      const least = autoAccept[documentClass];
      const followUps = proposalsOf(documentClass, confidence, value, text).map(
        ({ kind, confidence: sure, proposal, evidence }): NewSuggestion => ({
          kind,
          confidence: sure,
          proposal,
          evidence,
          matchKey: null,
          accepted: least !== undefined && sure >= least,
        }),
      );
      await suggest(tx, target, [...classSuggestion(document, text.pages), ...links, ...followUps]);
    });
  },
};

/** Of what was found, the least sure; 0 where there is nothing. */
function confidenceOf({ fields }: Extraction): number {
  return fields.length === 0 ? 0 : Math.min(...fields.map(({ confidence }) => confidence));
}

function classSuggestion(
  { documentClass, confidence, classifiedBy }: Row,
  pages: Parameters<typeof classKey>[0],
): NewSuggestion[] {
  if ((confidence >= sureClass && documentClass !== 'other') || classifiedBy === 'person') return [];
  const matchKey = classKey(pages, documentClass);
  return [{ kind: 'class', confidence, proposal: { documentClass }, evidence: [], matchKey, accepted: false }];
}
