import type { Tx } from '../../platform/index.ts';
import { describeClauses } from '../../policy/describe/index.ts';
import {
  type PolicyDocument,
  renderExplanation,
  renderShortfall,
  type Shortfall,
} from '../../policy/index.ts';
import { type Assessment, replayFinding } from '../assess-claim.ts';
import { loadPolicyByHash, toPublishedPolicy } from '../policies/policy-queries.ts';

/** The arithmetic of an award, in both languages, line by line. */
export interface Explained {
  readonly policyHash: string;
  readonly title: { readonly ko: string; readonly en: string };
  readonly ko: readonly string[];
  readonly en: readonly string[];
  /** what stood in the way of an award */
  readonly shortfall: { readonly ko: Shortfall; readonly en: Shortfall };
  /** the clauses that an award can rest on, with their headings */
  readonly clauses: readonly { readonly clause: string; readonly title: string }[];
}

function listRuleClauses(document: PolicyDocument): Explained['clauses'] {
  const withRules = new Set(document.rules.map(({ clause }) => clause));
  return describeClauses(document)
    .filter(({ label }) => withRules.has(label))
    .map(({ label: clause, title }) => ({ clause, title }));
}

/**
 * Replays the findings an award rests on and renders their arithmetic.
 *
 * A finding is replayed with the policy text and facts it was made with, so it reads the same
 * years later. A finding whose policy is not stored is left out.
 */
export async function explainFindings(
  tx: Tx,
  { assessment, hashes }: { assessment: Assessment | null; hashes: ReadonlySet<string> },
): Promise<readonly Explained[]> {
  const explained: Explained[] = [];
  for (const { policyHash, facts } of assessment?.findings ?? []) {
    if (!hashes.has(policyHash)) continue;
    const row = await loadPolicyByHash(tx, policyHash);
    if (row === undefined) continue;
    const policy = toPublishedPolicy(row);
    const replayed = replayFinding(policy, facts);
    if (!replayed.ok) continue;
    const { determination } = replayed.value;
    explained.push({
      policyHash,
      title: { ko: row.titleKo, en: row.titleEn },
      ko: renderExplanation(determination, { locale: 'ko' }),
      en: renderExplanation(determination, { locale: 'en' }),
      shortfall: {
        ko: renderShortfall(determination, { locale: 'ko' }),
        en: renderShortfall(determination, { locale: 'en' }),
      },
      clauses: listRuleClauses(policy.document),
    });
  }
  return explained;
}

/**
 * Explains what stood in the way under each policy that gave nothing; policies that say nothing of it
 * are left out.
 */
export async function explainShortfalls(
  tx: Tx,
  assessment: Assessment | null,
): Promise<readonly Explained[]> {
  const without = assessment?.findings.filter(({ awards }) => awards.length === 0) ?? [];
  const hashes = new Set(without.map(({ policyHash }) => policyHash));
  const explained = await explainFindings(tx, { assessment, hashes });
  return explained.filter(({ shortfall }) => shortfall.ko.unmet.length > 0);
}
