import { accept, type JsonValue, type Outcome, refuse } from '../../kernel/index.ts';
import {
  type CaseResult,
  checkPolicy,
  type Determination,
  evaluatePolicy,
  type Finding,
  formatPolicy,
  type PolicyDocument,
  parseFacts,
  parsePolicy,
  renderFinding,
  runCases,
} from '../../policy/index.ts';

/** What a policy text is like: its findings, and how its own cases came out when it has no error. */
export interface Examination {
  readonly isAccepted: boolean;
  /** absent when the text could not be read at all */
  readonly document?: PolicyDocument;
  readonly findings: readonly Finding[];
  readonly cases: readonly CaseResult[];
}

export type ReadRefusal = { readonly code: 'policy_refused'; readonly findings: JsonValue };
export type FactsRefusal = {
  readonly code: 'facts_unreadable';
  readonly issues: readonly {
    readonly path: string;
    readonly found: string;
    readonly expected: string;
  }[];
};

const isError = ({ severity }: Finding): boolean => severity === 'error';

/** Reads, checks and tries out a policy text; nothing is stored. */
export function examinePolicy(text: string): Examination {
  const parsed = parsePolicy(text);
  if (!parsed.ok) return { isAccepted: false, findings: parsed.refusal.findings, cases: [] };
  const document = parsed.value;
  const findings = checkPolicy(document);
  const isAccepted = !findings.some(isError);
  return { isAccepted, document, findings, cases: isAccepted ? runCases(document) : [] };
}

/** Gives a finding as it goes over the wire, with the sentences for those who write policies. */
function renderPlacedFinding(finding: Finding) {
  const { code, severity, line, column, clause, params } = finding;
  const { readingA, readingB, write } = params;
  return {
    code,
    severity,
    line,
    column,
    ...(clause === undefined ? {} : { clause }),
    ...(readingA && readingB ? { readings: [readingA, readingB] } : {}),
    ...(write ? { write } : {}),
    params: { ...params },
    message: renderFinding(finding),
    messageKo: renderFinding(finding, 'ko'),
  };
}

/** Two clauses in conflict are one finding, so a text of some thousand clauses can have millions. */
const findingsMax = 1_000;

/** Gives findings as they go over the wire; of more than a thousand the first, errors before warnings. */
export function renderFindings(findings: readonly Finding[]) {
  if (findings.length <= findingsMax) return findings.map(renderPlacedFinding);
  const others = findings.filter((finding) => !isError(finding));
  const inOrder = findings.filter(isError).concat(others);
  return inOrder.slice(0, findingsMax).map(renderPlacedFinding);
}

/** Reads a policy text without error, or refuses it with everything found. */
export function readPolicy(text: string): Outcome<PolicyDocument, ReadRefusal> {
  const parsed = parsePolicy(text);
  const findings = parsed.ok ? checkPolicy(parsed.value) : parsed.refusal.findings;
  if (parsed.ok && !findings.some(isError)) return accept(parsed.value);
  const errors = renderFindings(findings.filter(isError));
  return refuse({ code: 'policy_refused', findings: errors });
}

/** The canonical text of a policy, and whether that is another than was given. */
export interface FormattedText {
  readonly text: string;
  readonly isChanged: boolean;
}

/** Gives the canonical text of a policy; a text that cannot be read is refused. */
export function formatText(text: string): Outcome<FormattedText, ReadRefusal> {
  const parsed = parsePolicy(text);
  if (!parsed.ok) {
    const findings = renderFindings(parsed.refusal.findings);
    return refuse({ code: 'policy_refused', findings });
  }
  const formatted = formatPolicy(parsed.value);
  return accept({ text: formatted, isChanged: formatted !== text });
}

/** Determines what a party with these facts would be owed under a policy text. */
export function tryPolicy(input: {
  readonly text: string;
  readonly facts: Readonly<Record<string, unknown>>;
}): Outcome<Determination, ReadRefusal | FactsRefusal> {
  const read = readPolicy(input.text);
  if (!read.ok) return read;
  const facts = parseFacts(read.value, input.facts);
  if (!facts.ok) return facts;
  return accept(evaluatePolicy(read.value, facts.value));
}
