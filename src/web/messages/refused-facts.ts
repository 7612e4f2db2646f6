import type { RefusalParams } from './refusal-params.ts';

type Findings = RefusalParams['facts_refused']['findings'];

/** Says each fact a policy could not take by `say`, as sentences; nothing where none is told. */
export function sayFacts(
  findings: Findings | undefined,
  say: (fact: Findings['issues'][number]) => string,
): string {
  return (findings?.issues ?? []).map((fact) => ` ${say(fact)}.`).join('');
}

/** Names each fact a policy could not take, in one language: what it is called, its code in brackets. */
export function nameFact({ path, label }: Findings['issues'][number], locale: 'ko' | 'en'): string {
  return label === undefined ? path : `${label[locale]} (${path})`;
}

function isFindings(value: unknown): value is Findings {
  return (
    typeof value === 'object' && value !== null && 'issues' in value && Array.isArray(value.issues)
  );
}

/** Reads what an assessment kept of facts a policy could not take; undefined when it is not that. */
export function readRefusedFacts(kept: string): Findings | undefined {
  try {
    const value: unknown = JSON.parse(kept);
    return isFindings(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
