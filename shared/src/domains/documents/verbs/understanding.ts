import { z } from 'zod';
import { notFound } from '../../../errors.ts';
import { verb } from '../../../resource/verb.ts';
import { readableBy } from '../access/own-documents.ts';
import { recordAct } from '../audit/record-act.ts';
import { documentClasses, modelProviders } from '../tables/index.ts';

const box = z
  .object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() })
  .describe('Percent of the page, from its upper left corner.');
const evidence = z.object({ pageNumber: z.int(), box: box.nullable(), text: z.string() });
const answeredBy = z
  .object({ provider: z.enum(modelProviders), model: z.string(), analyzedAt: z.iso.datetime({ offset: true }) })
  .nullable();

const output = z.object({
  documentId: z.guid(),
  versionNumber: z.int(),
  status: z.string(),
  documentClass: z.enum(documentClasses).nullable(),
  classConfidence: z.number().nullable(),
  classifiedBy: z.string().nullable().describe('A model, `person`, or `memory`: what people said of documents like it.'),
  fields: z.array(
    z.object({
      name: z.string(),
      value: z.string(),
      confidence: z.number(),
      evidence,
      alternatives: z.array(z.string()).optional(),
    }),
  ),
  lineItems: z.array(
    z.object({
      description: z.string(),
      quantity: z.string().nullable(),
      unitPrice: z.string().nullable(),
      amount: z.string(),
      confidence: z.number(),
      evidence,
    }),
  ),
  suggestions: z.array(
    z.object({
      id: z.guid(),
      kind: z.string(),
      status: z.string(),
      confidence: z.number(),
      proposal: z.record(z.string(), z.unknown()),
      decision: z.record(z.string(), z.unknown()).nullable(),
      evidence: z.array(evidence),
    }),
  ),
  answeredBy: z
    .object({ classification: answeredBy, extraction: answeredBy })
    .describe('Which model answered; `rules-1` of `embedded` are rules of ours.'),
});

type Row = Record<string, unknown> & { version: number; analyses: Record<string, Analysis> | null };
type Analysis = {
  provider: string;
  model: string;
  analyzedAt: string;
  entities: { fields: unknown[]; lineItems: unknown[] } | null;
};

export const understanding = verb({
  name: 'understanding',
  on: 'documents',
  target: 'item',
  method: 'GET',
  // It is noted who looked.
  access: 'write',
  permission: 'document.read_own',
  summary: 'What was understood of a document: its class, fields, lines and proposals, each with its place',
  input: z.strictObject({}),
  output,
  run: async ({ tx, id: documentId, principal }) => {
    const [row] = await tx.query<Row>(
      `select d.version, d.status, d.document_class as "documentClass", d.class_confidence as "classConfidence", d.classified_by as "classifiedBy",
         (select json_object_agg(a.analysis_type, a.analysis) from (
            select distinct on (analysis_type) analysis_type, json_build_object('provider', provider, 'model', ai_model,
              'analyzedAt', to_char(analyzed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'entities', extracted_entities) as analysis
            from document_ai_analysis
            where document_id = d.id and version_number = d.version and analysis_type in ('classification', 'extraction')
            order by analysis_type, analyzed_at desc, id desc) a) as analyses,
         (select coalesce(json_agg(s order by s.kind, s.confidence desc), '[]') from (
            select id, kind, status, confidence, proposal, decision, evidence from document_suggestions
            where document_id = d.id and status <> 'superseded') s) as suggestions
       from documents d where d.id = $1 and ${readableBy(principal, 'd')}`,
      [documentId],
    );
    if (!row) throw notFound('Document', documentId);
    const { version: versionNumber, analyses, ...rest } = row;
    const { classification, extraction } = analyses ?? {};
    const entities = extraction?.entities ?? { fields: [], lineItems: [] };
    await recordAct(tx, documentId, 'viewed', { versionNumber, what: 'understanding' });
    const by = (one: Analysis | undefined) => one && { provider: one.provider, model: one.model, analyzedAt: one.analyzedAt };
    return {
      documentId,
      versionNumber,
      ...rest,
      ...entities,
      answeredBy: { classification: by(classification) ?? null, extraction: by(extraction) ?? null },
    } as z.input<typeof output>;
  },
});
