import {
  checkPolicy,
  type Finding,
  parsePolicy,
  renderFinding,
  runCases,
} from '../../../../../policy/index.ts';
import type { PolicyText } from '../policy-data.ts';

/** What a text being written is like: its findings and its cases, as a stored version shows them. */
export interface ExaminedDraft extends Pick<PolicyText, 'findings' | 'cases'> {
  /** what the front matter calls it; absent while the text cannot be read */
  readonly known?: { readonly policyId: string; readonly version: string };
  readonly errorCount: number;
}

function messagesOf(finding: Finding) {
  return { message: renderFinding(finding), messageKo: renderFinding(finding, 'ko') };
}

/** Checks a text and runs its cases in this browser; cases run only when nothing is refused. */
export function examineDraft(text: string): ExaminedDraft {
  const parsed = parsePolicy(text);
  const found = parsed.ok ? checkPolicy(parsed.value) : parsed.refusal.findings;
  const findings = found.map((finding) => {
    const { clause, params, ...rest } = finding;
    const place = clause === undefined ? {} : { clause };
    return { ...rest, ...place, params: { ...params }, ...messagesOf(finding) };
  });
  const errorCount = found.filter(({ severity }) => severity === 'error').length;
  if (!parsed.ok) return { findings, cases: [], errorCount };
  const { policy: policyId, version } = parsed.value.header;
  const cases = errorCount === 0 ? [...runCases(parsed.value)] : [];
  return { findings, cases, errorCount, known: { policyId, version } };
}

/**
 * Gives a text under the next version that is not taken: one above the highest whole number.
 *
 * A text whose versions are not numbered is given back as it is; its author names the version.
 */
export function nameNextVersion(text: string, taken: readonly string[]): string {
  const numbers = taken.filter((version) => /^\d{1,9}$/.test(version)).map(Number);
  if (numbers.length === 0) return text;
  const next = Math.max(...numbers) + 1;
  return text.replace(/^version:.*$/m, `version: "${next}"`);
}
