import { listClaimCells, listClaimDays, listFilingTimes } from '../../claims/counts/index.ts';
import { listPolicyVersions } from '../../claims/index.ts';
import type { Tx } from '../../platform/index.ts';
import {
  listConfirmedPayments,
  listInputs,
  listIssueCells,
  listPaymentCells,
  stateAwards,
} from '../../settlement/counts/index.ts';
import type { RawFigures } from './make-inputs.ts';

const dayMs = 86_400_000;

async function loadPaymentDays(tx: Tx, incidentId: string): Promise<readonly number[]> {
  const filedAt = await listFilingTimes(tx, incidentId);
  const payments = await listConfirmedPayments(tx, incidentId);
  return payments.flatMap(({ claimId, atMs }) => {
    const filed = filedAt.get(claimId);
    return filed === undefined ? [] : [Math.max(0, Math.floor((atMs - filed) / dayMs))];
  });
}

/** Loads what the rooms know of an incident's claims and payments; nothing personal. */
export async function loadRawFigures(
  tx: Tx,
  asked: { readonly incidentId: string; readonly zone: string },
): Promise<RawFigures> {
  const { incidentId } = asked;
  const versions = await listPolicyVersions(tx, incidentId);
  const populations = (await listInputs(tx, incidentId)).flatMap((inputs) => {
    const policy = versions.find(({ hash }) => hash === inputs.policyHash);
    if (policy === undefined) return [];
    const { policyId, version, text } = policy;
    return [{ policyId, version, inputs: stateAwards(text, inputs) }];
  });
  return {
    claims: await listClaimCells(tx, incidentId),
    claimDays: await listClaimDays(tx, asked),
    payments: await listPaymentCells(tx, incidentId),
    paymentDays: await loadPaymentDays(tx, incidentId),
    issues: await listIssueCells(tx, incidentId),
    populations,
  };
}
