import type { Determination } from '../settlement-data.ts';
import type { SettlementWords } from '../settlement-words.ts';

/** Names the policy version a run applied. */
export function policyText(run: Determination, { texts }: SettlementWords): string {
  const labels = texts.determinations;
  return run.policy === null
    ? labels.policyUnknown
    : `${run.policy.policyId} · ${labels.version(run.policy.version)}`;
}

/** Says what a run awards, or what is due by it, in each of its currencies. */
export function awardedText(
  run: Pick<Determination, 'awarded'>,
  { texts, format }: SettlementWords,
): string {
  return run.awarded.length === 0
    ? texts.determinations.inKindOnly
    : run.awarded.map((amount) => format.money(amount)).join(', ');
}
