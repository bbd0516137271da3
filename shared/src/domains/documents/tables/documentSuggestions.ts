import { boolean, integer, jsonb, measure, oneOf, reference, text, timestamptz, varchar } from '../../../db/columns.ts';
import { sql, tenantTable } from '../../../db/table.ts';

/** What the analysis proposes: to link the document, to say what it is, or to make something of it. */
export const suggestionKinds = [
  'class',
  'vehicle',
  'driver',
  'vendor',
  'compliance_document',
  'vendor_invoice',
  'expense',
] as const;
export const suggestionStatuses = ['pending', 'accepted', 'corrected', 'rejected', 'superseded'] as const;

export const documentSuggestions = tenantTable('document_suggestions', {
  comment: 'What the analysis proposes for a document, for a person to accept, correct or reject.',
  audit: 'changes',
  columns: {
    documentId: reference('document_id').notNull(),
    versionNumber: integer('version_number').notNull(),
    kind: oneOf('kind', suggestionKinds).notNull(),
    status: oneOf('status', suggestionStatuses).notNull().default('pending'),
    confidence: measure('confidence').notNull(),
    proposal: jsonb('proposal').notNull(),
    evidence: jsonb('evidence').notNull().default([]),
    matchKey: varchar('match_key', { length: 300 }),
    decision: jsonb('decision'),
    decidedByUserId: reference('decided_by_user_id'),
    decidedAt: timestamptz('decided_at'),
    isAutomatic: boolean('is_automatic').notNull().default(false),
    note: text('note'),
  },
  describe: {
    kind: 'A link to a vehicle, driver or vendor; the class; or a follow-up that is proposed.',
    status: '`superseded` where a newer version of the document, or a new reading of it, proposes anew.',
    confidence: '0 to 1.',
    proposal: 'What is proposed: for a link its id and name; for a follow-up its fields and lines.',
    evidence: 'Where in the document it stands: page, box in percent of the page, text.',
    matchKey:
      'What the link was found by (a VIN, a name), in the form in which it is compared: what a person decided for it counts for later documents.',
    decision: 'What was accepted, or what a person said instead.',
    decidedByUserId: 'Null for an API token of no user, and where nobody was asked.',
    isAutomatic: 'Nobody was asked: the organisation lets such suggestions be accepted by themselves.',
  },
  references: { documentId: { table: 'documents', onDelete: 'cascade' }, decidedByUserId: 'users' },
  indexes: [['documentId', 'kind'], ['status', '-createdAt'], ['kind', 'matchKey'], ['decidedByUserId']],
  checks: {
    confidence_range: sql`confidence between 0 and 1`,
    decided: sql`(status in ('accepted', 'corrected', 'rejected')) = (decided_at is not null)`,
    decision_given: sql`(status in ('accepted', 'corrected')) = (decision is not null)`,
  },
});
