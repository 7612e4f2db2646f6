import { countClaims, type SubmitClaimInput, submitClaims } from '../../../claims/index.ts';
import type { Instant } from '../../../kernel/index.ts';
import type { Context } from '../../../platform/index.ts';
import { openProgress } from '../../shell/progress.ts';
import {
  countGeneratedClaims,
  type GeneratedClaim,
  generateClaims,
} from '../generate/generate-claims.ts';
import type { Scale } from '../generate/scale.ts';
import type { Case } from '../read/case.ts';
import { type CaseRun, contextFor } from './case-run.ts';
import { derivedId } from './derived-id.ts';
import { expectAccepted } from './load-incident.ts';

const batchSize = 500;

// The smallest PDF a content sniffer accepts; stands for papers whose content the case has not.
const paper = new TextEncoder().encode('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n%%EOF\n');

function evidenceOf(claim: GeneratedClaim): SubmitClaimInput['evidence'] {
  return claim.hasEvidence.map((kind) => {
    const isSales = kind === 'sales-records' && claim.salesCsv !== undefined;
    return {
      evidenceId: derivedId('evidence', claim.claimId, kind),
      kind,
      filename: isSales ? 'sales.csv' : `${kind}.pdf`,
      bytes: isSales ? new TextEncoder().encode(claim.salesCsv) : paper,
    };
  });
}

/** Gives a generated claim as it is submitted, with its papers. */
export function inputOf(
  claim: GeneratedClaim,
  about: { readonly incidentId: string; readonly currency: string; readonly version: number },
): SubmitClaimInput {
  return {
    claimId: claim.claimId,
    incidentId: about.incidentId,
    questionnaireVersion: about.version,
    channel: 'portal',
    partyClass: claim.partyClass,
    partyId: claim.partyId,
    category: claim.category,
    kind: claim.kind,
    service: claim.service,
    functionName: claim.function,
    ...(claim.statedLossMinor === undefined ? {} : { statedLossMinor: claim.statedLossMinor }),
    currency: about.currency,
    answers: claim.answers,
    personal: { ...claim.personal, locale: 'ko' },
    evidence: evidenceOf(claim),
    receivedAt: claim.submittedAt,
  };
}

async function countFiled(ctx: Context, incidentId: string): Promise<number> {
  const rows = await ctx.read((tx) => countClaims(tx, { incidentId }));
  return rows.reduce((sum, { count }) => sum + Number(count), 0);
}

/**
 * Files the case's claims in order of arrival, a batch in a transaction. What was filed before is
 * passed over: batches commit whole and in order, so their count says where to go on.
 */
export async function fileClaims(
  run: CaseRun,
  options: { readonly found: Case; readonly scale: Scale; readonly now: Instant },
): Promise<number> {
  const { found, scale, now } = options;
  const total = countGeneratedClaims({ source: found, scale });
  const reader = contextFor(run, 'agent', { now, step: 'claims' });
  let filed = await countFiled(reader, run.incidentId);
  const progress = openProgress('Filing the claims');
  const about = {
    incidentId: run.incidentId,
    currency: found.case.currency,
    version: found.questionnaire.version,
  };
  let batch: SubmitClaimInput[] = [];
  const flush = async (): Promise<void> => {
    const ctx = contextFor(run, 'agent', { now, step: `claims/${filed}` });
    const outcomes = await submitClaims(ctx, batch, { isCounted: true });
    for (const outcome of outcomes) expectAccepted('a claim', outcome);
    filed += batch.length;
    batch = [];
    progress.report(filed / total, `${filed} of ${total}`);
  };
  for (const claim of generateClaims({ source: found, scale, fromIndex: filed })) {
    batch.push(inputOf(claim, about));
    if (batch.length === batchSize) await flush();
  }
  if (batch.length > 0) await flush();
  progress.done(`${filed} of ${total}`);
  return filed;
}
