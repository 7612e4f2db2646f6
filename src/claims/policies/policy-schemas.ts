import { z } from '@hono/zod-openapi';
import { isUuid, renderInstant } from '../../kernel/index.ts';
import { personSchema } from '../wire/claim-schemas.ts';
import { renderPerson } from '../wire/render-claim.ts';
import { determinationSchema } from './determination-schema.ts';
import type { ListedPolicy, PolicyVersion } from './policy-queries.ts';
import { type PolicyStage, policyStages } from './stage-queries.ts';

const uuid = z.string().refine(isUuid, 'a UUID');
const instant = z.string().openapi({ format: 'date-time' });
const label = z.strictObject({ ko: z.string(), en: z.string() });
const count = z.number().int();

// The language refuses more than half a million characters; this only bounds the request.
const text = z.string().max(550_000);

/** The inputs. */
export const policyPathSchema = z.object({ policyVersionId: uuid });
export const comparisonPathSchema = policyPathSchema.extend({ otherId: uuid });
export const policyListQuerySchema = z.object({
  incidentId: uuid,
  state: z.enum(['draft', 'published']).optional(),
  after: uuid.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const policyTextSchema = z.strictObject({ text });
export const policyDraftSchema = z.strictObject({ policyVersionId: uuid, incidentId: uuid, text });
export const policyTrialSchema = z.strictObject({
  text,
  facts: z
    .record(z.string(), z.unknown())
    .openapi({ description: 'Facts of one party by name; what is not known is left out' }),
});

export const policyVersionSchema = z
  .strictObject({
    policyVersionId: z.string(),
    incidentId: z.string(),
    policyId: z.string(),
    version: z.string(),
    hash: z.string(),
    state: z.enum(['draft', 'published']),
    stage: z.enum(policyStages).openapi({
      description: 'Where it stands today, in the zone of its incident',
    }),
    isCurrent: z.boolean().openapi({
      description: 'The version of its policy published last; `stage` says which is in force',
    }),
    title: label,
    applies: z.enum(['automatic', 'on_claim', 'on_acceptance']),
    effectiveFrom: z.string().optional(),
    effectiveUntil: z.string().optional(),
    author: personSchema,
    draftedAt: instant,
    approver: personSchema.optional(),
    publishedAt: instant.optional(),
  })
  .openapi('PolicyVersion');

export const policyListSchema = z
  .strictObject({ policies: z.array(policyVersionSchema), next: z.string().optional() })
  .openapi('PolicyList');

export const findingSchema = z
  .strictObject({
    code: z.string(),
    severity: z.enum(['error', 'warning', 'report']),
    line: count,
    column: count,
    clause: z.string().optional(),
    readings: z.array(z.string()).optional(),
    write: z.string().optional().openapi({ description: 'What would be right' }),
    params: z.record(z.string(), z.string()),
    message: z.string().openapi({ description: 'In English' }),
    messageKo: z.string().openapi({ description: 'In Korean' }),
  })
  .openapi('PolicyFinding');

const caseSchema = z
  .strictObject({
    line: count,
    row: count,
    clause: z.string(),
    isPassed: z.boolean(),
    expected: z.string(),
    got: z.string(),
  })
  .openapi('PolicyCase');

const clauseSchema = z
  .strictObject({
    label: z.string(),
    title: z.string(),
    level: count,
    line: count,
    parts: z.array(
      z.strictObject({
        kind: z.enum(['prose', 'amends', 'cases', 'other']),
        text: z.string(),
        line: count,
      }),
    ),
  })
  .openapi('PolicyClause');

const factKinds = [
  'money',
  'ratio',
  'count',
  'duration',
  'instant',
  'date',
  'interval_set',
  'yes_no',
  'choice',
] as const;

export const factSchema = z
  .strictObject({
    name: z.string(),
    kind: z.enum(factKinds),
    currency: z.string().optional(),
    choices: z.array(z.strictObject({ value: z.string(), label })).optional(),
    least: z.string().optional(),
    most: z.string().optional(),
    fallback: z.string().optional(),
    source: z.enum(['claimant', 'company', 'incident', 'evidence', 'reviewer']),
    label,
  })
  .openapi('PolicyFact');

const examined = {
  isAccepted: z.boolean(),
  findings: z.array(findingSchema),
  cases: z.array(caseSchema),
  clauses: z.array(clauseSchema),
  facts: z.array(factSchema),
  evidence: z.array(z.string()).openapi({ description: 'Documents of evidence its rules need' }),
};

export const examinationSchema = z
  .strictObject({
    ...examined,
    policyId: z.string().optional(),
    version: z.string().optional(),
    title: label.optional(),
    isCanonical: z.boolean(),
  })
  .openapi('PolicyExamination');

export const policyDocumentSchema = z
  .strictObject({
    version: policyVersionSchema,
    text: z.string(),
    openClaimCount: count.openapi({ description: 'Claims that publication assesses again' }),
    ...examined,
  })
  .openapi('PolicyDocument');

export const formattedSchema = z
  .strictObject({ text: z.string(), isChanged: z.boolean() })
  .openapi('FormattedPolicy');

export const policyReferenceSchema = z
  .strictObject({
    policyVersionId: z.string(),
    policyId: z.string(),
    version: z.string(),
    hash: z.string(),
  })
  .openapi('PolicyReference');

export const trialSchema = z
  .strictObject({
    determination: determinationSchema,
    explanation: z.strictObject({ ko: z.array(z.string()), en: z.array(z.string()) }),
  })
  .openapi('PolicyTrial');

export const comparisonSchema = z
  .strictObject({
    before: policyVersionSchema,
    after: policyVersionSchema,
    clauses: z.array(
      z.strictObject({
        label: z.string(),
        title: z.string(),
        change: z.enum(['same', 'changed', 'added', 'removed']),
        before: z.string().optional(),
        after: z.string().optional(),
      }),
    ),
  })
  .openapi('PolicyComparison');

type WireVersion = z.output<typeof policyVersionSchema>;

/** Renders a version without its text. */
export function renderVersion(
  row: PolicyVersion | ListedPolicy,
  {
    names,
    isCurrent,
    stage,
  }: { names: ReadonlyMap<string, string>; isCurrent: boolean; stage: PolicyStage },
): WireVersion {
  const { policyVersionId, incidentId, policyId, version, hash, applies } = row;
  const { effectiveFrom, effectiveUntil, approverId, publishedAt } = row;
  return {
    policyVersionId,
    incidentId,
    policyId,
    version,
    hash,
    state: publishedAt === null ? 'draft' : 'published',
    stage,
    isCurrent,
    title: { ko: row.titleKo, en: row.titleEn },
    applies,
    ...(effectiveFrom === null ? {} : { effectiveFrom }),
    ...(effectiveUntil === null ? {} : { effectiveUntil }),
    author: renderPerson(row.authorId, names),
    draftedAt: renderInstant(row.draftedAt),
    ...(approverId === null ? {} : { approver: renderPerson(approverId, names) }),
    ...(publishedAt === null ? {} : { publishedAt: renderInstant(publishedAt) }),
  };
}
