import { decimal, integer, jsonb, oneOf, reference, text, timestamptz, varchar } from '../../../db/columns.ts';
import { sql, tenantTable } from '../../../db/table.ts';

export const analysisTypes = ['classification', 'extraction', 'summary', 'qa', 'embedding'] as const;
export const modelProviders = ['embedded', 'vertex', 'anthropic'] as const;

export const documentAiAnalysis = tenantTable('document_ai_analysis', {
  comment: 'What models were asked about documents, what they answered and what that cost.',
  audit: { none: 'is a record itself; a row stands for one call, before and after it' },
  columns: {
    documentId: reference('document_id'),
    versionNumber: integer('version_number'),
    analysisType: oneOf('analysis_type', analysisTypes).notNull(),
    provider: oneOf('provider', modelProviders).notNull(),
    aiModel: varchar('ai_model', { length: 100 }).notNull(),
    promptUsed: text('prompt_used'),
    response: text('response'),
    confidenceScore: decimal('confidence_score', 3, 2),
    extractedEntities: jsonb('extracted_entities'),
    metadata: jsonb('metadata').notNull().default({}),
    inputTokens: integer('input_tokens').notNull().default(0),
    outputTokens: integer('output_tokens').notNull().default(0),
    costUsd: decimal('cost_usd', 12, 6).notNull().default(0),
    askedByUserId: reference('asked_by_user_id'),
    analyzedAt: timestamptz('analyzed_at').notNull().default(sql`now()`),
  },
  describe: {
    documentId: 'Null for a question that was asked of many documents.',
    provider: 'Who answered: a model in this process, or a service.',
    promptUsed: 'What was asked, without the text of the document; null where rules answered.',
    response: 'What the model answered, as it answered.',
    confidenceScore: '0 to 1.',
    extractedEntities: 'Fields with value, confidence, page and place; line items.',
    costUsd: 'By the list prices that were configured at that time.',
    askedByUserId: 'Who asked a question; null for what the analysis asks.',
  },
  references: { documentId: { table: 'documents', onDelete: 'cascade' }, askedByUserId: 'users' },
  indexes: [['documentId', 'analysisType'], ['analyzedAt'], ['askedByUserId']],
  checks: {
    confidence_score_range: sql`confidence_score between 0 and 1`,
    counts_not_negative: sql`input_tokens >= 0 and output_tokens >= 0 and cost_usd >= 0`,
    question_or_document: sql`document_id is not null or analysis_type = 'qa'`,
  },
});
