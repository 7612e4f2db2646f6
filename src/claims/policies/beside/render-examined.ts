import {
  type ClauseText,
  describeClauses,
  describeFacts,
  type FactDescription,
  listNeededEvidence,
} from '../../../policy/describe/index.ts';
import type { CaseResult } from '../../../policy/index.ts';
import { type Examination, renderFindings } from '../examine-policy.ts';

const renderCase = ({ line, row, clause, isPassed, expected, got }: CaseResult) => ({
  line,
  row,
  clause,
  isPassed,
  expected,
  got,
});

const renderClause = ({ parts, ...clause }: ClauseText) => ({
  ...clause,
  parts: parts.map((part) => ({ ...part })),
});

const renderFact = ({ choices, fallbackFrom: _, ...fact }: FactDescription) => ({
  ...fact,
  ...(choices === undefined ? {} : { choices: choices.map((choice) => ({ ...choice })) }),
});

/** Renders what was found out about a text. */
export function renderExamined({ isAccepted, document, findings, cases }: Examination) {
  return {
    isAccepted,
    findings: renderFindings(findings),
    cases: cases.map(renderCase),
    clauses: document === undefined ? [] : describeClauses(document).map(renderClause),
    facts: document === undefined ? [] : describeFacts(document).map(renderFact),
    evidence: document === undefined ? [] : [...listNeededEvidence(document)],
  };
}

/** Renders what was found out about a text, with what its front matter calls it. */
export function renderExamination(examination: Examination, isCanonical: boolean) {
  const header = examination.document?.header;
  return {
    ...renderExamined(examination),
    ...(header === undefined
      ? {}
      : { policyId: header.policy, version: header.version, title: { ...header.title } }),
    isCanonical,
  };
}
