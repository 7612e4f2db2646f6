import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FactsRefusal } from '../src/claims/assess-claim.ts';
import type { CodeRefusal, DraftRefusal, SendCodeRefusal } from '../src/claims/drafts/index.ts';
import type { UploadRefusal } from '../src/claims/evidence/index.ts';
import type { DecideRefusal, LossRefusal, SubmitRefusal } from '../src/claims/index.ts';
import {
  type findClaimByNumber,
  type publishQuestionnaire,
  reasonCodes,
} from '../src/claims/index.ts';
import type { draftPolicy, publishPolicy } from '../src/claims/policies/policy-commands.ts';
import type { RulesChanged } from '../src/claims/review/queue/second-review-commands.ts';
import type { DrillRefusal } from '../src/continuity/drill/schedule/schedule-commands.ts';
import type { AssessmentQueryRefusal } from '../src/continuity/find-assessment.ts';
import type { AssessmentRefusal } from '../src/continuity/index.ts';
import type { ProofRefusal } from '../src/continuity/promises/promise.ts';
import type { SubscribeRefusal } from '../src/disclosure/notices/index.ts';
import type { ReportRefusal } from '../src/disclosure/reports/report-commands.ts';
import type { AttachmentRefusal } from '../src/incident/attachments/attachment.ts';
import type { ClosingRefusal } from '../src/incident/close-incident.ts';
import type { StatementRefusal } from '../src/incident/incident.ts';
import type { OpeningRefusal } from '../src/incident/open-incident.ts';
import type { GradeRefusal } from '../src/incident/playbook/grade-incident.ts';
import type { RoleRefusal } from '../src/incident/roles/change-role.ts';
import type { ResponsibilityRefusal } from '../src/incident/set-responsibility.ts';
import type { ImpactStatementRefusal } from '../src/incident/state-impact.ts';
import { findProjectDir, type PasswordRefusal } from '../src/platform/index.ts';
import type { SignInDelayed } from '../src/platform/sign-in/limit-sign-in.ts';
import type { enrolStaff, OneTimeRefusal } from '../src/platform/staff.ts';
import { findingSeverity } from '../src/policy/finding.ts';
import type { UnfitRefusal } from '../src/settlement/determination/run-queries.ts';
import type { PayoutRunRefusal, PopulationRefusal } from '../src/settlement/index.ts';
import type { RunEmptyRefusal } from '../src/settlement/payouts/propose-run.ts';
import type { UnwritableRefusal } from '../src/settlement/rails/files/file-format.ts';
import type { ManualRefusal } from '../src/settlement/rails/manual/manual-commands.ts';
import type { RailChoiceRefusal } from '../src/settlement/rails/rail-of.ts';
import type { ImportRefusal } from '../src/settlement/reconcile/inbound-commands.ts';
import * as en from '../src/web/messages/en/refusals.ts';
import * as ko from '../src/web/messages/ko/refusals.ts';
import type { RefusalParams } from '../src/web/messages/refusal-params.ts';
import { refusalSentence } from '../src/web/messages/refusals.ts';
import {
  codesOf,
  computedCodes,
  gatherCodes,
  gatherProblemStatuses,
  listComputing,
  otherVocabularies,
} from './support/source-codes.ts';

const projectDir = findProjectDir();
const page = readFileSync(join(projectDir, 'docs', 'errors.md'), 'utf8');
const [current = '', retiredPart = ''] = page.split(/^## Retired$/m);

interface Row {
  readonly code: string;
  readonly http: string;
  readonly shown: string;
}

const rows: readonly Row[] = [
  ...current.matchAll(
    /^\| `([a-z0-9_]+)` \| ([^|]+) \| (page|operator) \| [^|]+ \| [^|]+: [^|]+ \|$/gm,
  ),
].map(([, code = '', http = '', shown = '']) => ({ code, http, shown }));
const documented = rows.map(({ code }) => code);
const retired = [...retiredPart.matchAll(/^\| `([a-z0-9_]+)` \|/gm)].map(([, code = '']) => code);
const source = gatherCodes(Object.keys(findingSeverity));

describe('the catalogue of errors', () => {
  it('has every code of the source', () => {
    const missing = [...source].filter(([code]) => !documented.includes(code));
    expect(missing).toEqual([]);
  });

  it('has no code that no source gives', () => {
    expect(documented.filter((code) => !source.has(code))).toEqual([]);
  });

  it('has each code once, and reads as a table to its last row', () => {
    expect(documented.filter((code, at) => documented.indexOf(code) !== at)).toEqual([]);
    expect(current.match(/^\| `/gm)).toHaveLength(rows.length);
  });

  it('never gives a retired code again', () => {
    expect(retired.filter((code) => source.has(code) || documented.includes(code))).toEqual([]);
  });

  it('names the status that routes answer with', () => {
    const wrong = [...gatherProblemStatuses()].filter(
      ([code, status]) => rows.find((row) => row.code === code)?.http !== String(status),
    );
    expect(wrong).toEqual([]);
    const notFound = rows.filter(({ code }) => code.endsWith('_not_found') || code === 'not_found');
    expect(notFound.filter(({ http }) => http !== '404')).toEqual([]);
  });
});

describe('the reading of the source', () => {
  it('sees a code however it is given', () => {
    expect(codesOf("refuse({ code: 'seeded_one' })")).toEqual(['seeded_one']);
    expect(codesOf("refuse({\n  code: 'seeded_one',\n  file })")).toEqual(['seeded_one']);
    expect(codesOf("problem({ status: 404, code: 'seeded_one' })")).toEqual(['seeded_one']);
    expect(codesOf("new PlatformError('seeded_one', { message })")).toEqual(['seeded_one']);
    expect(codesOf("new PlatformError(isFull ? 'a_one' : 'b_two', {")).toEqual(['a_one', 'b_two']);
    expect(codesOf("refuse({ code: isFull ? 'a_one' : 'b_two' })")).toEqual(['a_one', 'b_two']);
    expect(codesOf("readonly code:\n    | 'a_one'\n    | 'b_two';")).toEqual(['a_one', 'b_two']);
    expect(codesOf("type FindingCode = 'a_one' | 'b_two';")).toEqual(['a_one', 'b_two']);
    expect(codesOf("const xCodes = [\n  'a_one',\n  'b_two',\n] as const;")).toEqual([
      ...['a_one', 'b_two'],
    ]);
    expect(codesOf("accountId({ incidentId, code: 'provision' })")).toEqual([]);
  });

  it('is told of every code that is computed', () => {
    const known = [...Object.keys(computedCodes), 'src/settlement/payouts/payout.ts'];
    expect(listComputing().filter((path) => !known.includes(path))).toEqual([]);
    for (const [path, codes] of Object.entries(computedCodes)) {
      const text = readFileSync(join(projectDir, path), 'utf8');
      expect(codes.filter((code) => !text.includes(`'${code}'`))).toEqual([]);
    }
  });

  it('passes over no file that is gone', () => {
    const files = Object.keys(otherVocabularies);
    expect(files.filter((path) => !existsSync(join(projectDir, path)))).toEqual([]);
  });
});

const shown = rows.filter((row) => row.shown === 'page').map(({ code }) => code);
const languages = [
  ['ko', ko],
  ['en', en],
] as const;

describe.each(languages)('the sentences in %s', (locale, words) => {
  it('are there for every code a page shows, and for no other', () => {
    expect(Object.keys(words.refusals).sort()).toEqual([...shown].sort());
  });

  it('are there for every reason of a decision, and for no other', () => {
    expect(Object.keys(words.reasonSentences).sort()).toEqual(
      reasonCodes.map(({ code }) => code).sort(),
    );
  });

  const sample: Record<string, unknown> = {
    ...{ limitMinor: 5_000_000n },
    ...{ bytesMax: 20 * 1024 * 1024, column: 'party_id', countMax: 20, domain: 'pangyo' },
    ...{ file: 'parties.csv', filename: 'sales.csv', from: '2022-10-15', function: 'main' },
    ...{
      heldBackCount: 3,
      lengthMin: 12,
      lossCount: 3,
      node: 'db',
      ...{ option: 'restore', domains: 'seoul', instant: 'doneAt', order: 'startedAt, doneAt' },
      nodeCount: 900,
      nodesMax: 300,
      number: 4,
      party: 'company',
      partyId: 'p-1',
    },
    ...{
      ...{ policyId: 'credit', seconds: 20, megabytes: 384 },
      publishedVersion: 3,
      position: 0,
      rail: 'simulated',
      service: 'talk',
      slug: 'fire',
    },
    ...{
      clock: 'notice',
      email: 'a@example.org',
      failedCount: 2,
      hash: '0a1b',
      clauses: '§2, §3',
      found: '§9',
      granted: '3 day',
      replacedBy: 'r-2',
      ...{ grade: 'sev9', role: 'cook', known: 'sev1, sev2', question: 'Why?' },
      keptOn: '2023-06-30',
      today: '2023-06-15',
      name: 'Kim',
      sum: '9/10',
      pointer: '/text/ko/lead',
      most: 600,
      version: '2',
      waitSeconds: 64,
      ...{ field: 'bank', reference: 'A019' },
      findings: { issues: [{ path: 'party_class', found: '"king"', expected: 'general' }] },
      zone: 'Seoul',
    },
  };
  const said = shown.map((code) => [code, refusalSentence({ code, ...sample }, locale)] as const);

  it.each(said)('%s: says what is wrong and what to do, and blames nobody', (code, sentence) => {
    expect(sentence).not.toBe(words.refusalFallback);
    expect(sentence).not.toMatch(/undefined|NaN|\[object|\$\{/);
    expect(sentence).not.toContain(code);
    expect(sentence).not.toMatch(/\b(please|invalid|illegal|error|wrong|incorrect|failed)\b/i);
    expect(sentence).not.toMatch(/잘못|오류|유효하지|에러|부적절/);
    expect(sentence).toMatch(/[.]$/);
  });

  it('know what to say of a code of a newer server', () => {
    expect(refusalSentence({ code: 'toString' }, locale)).toBe(words.refusalFallback);
    expect(refusalSentence({ code: 'seeded_one' }, locale)).toBe(words.refusalFallback);
  });
});

type RefusalOf<F> = F extends (...args: never) => Promise<infer O>
  ? O extends { readonly ok: false; readonly refusal: infer R }
    ? R
    : never
  : never;
type Refusals =
  | AssessmentQueryRefusal
  | AssessmentRefusal
  | ClosingRefusal
  | CodeRefusal
  | DecideRefusal
  | DraftRefusal
  | FactsRefusal
  | AttachmentRefusal
  | ImpactStatementRefusal
  | LossRefusal
  | OpeningRefusal
  | PasswordRefusal
  | PayoutRunRefusal
  | ImportRefusal
  | ManualRefusal
  | RailChoiceRefusal
  | PopulationRefusal
  | ProofRefusal
  | DrillRefusal
  | RefusalOf<typeof draftPolicy>
  | RefusalOf<typeof findClaimByNumber>
  | RefusalOf<typeof publishPolicy>
  | RefusalOf<typeof publishQuestionnaire>
  | OneTimeRefusal
  | RefusalOf<typeof enrolStaff>
  | ReportRefusal
  | ResponsibilityRefusal
  | RulesChanged
  | RunEmptyRefusal
  | GradeRefusal
  | SendCodeRefusal
  | RoleRefusal
  | SignInDelayed
  | StatementRefusal
  | SubscribeRefusal
  | SubmitRefusal
  | UnfitRefusal
  | UnwritableRefusal
  | UploadRefusal;
type ParamsOf<C extends string> = Omit<Extract<Refusals, { readonly code: C }>, 'code'>;
type Differing = {
  [C in keyof RefusalParams]: ParamsOf<C> extends RefusalParams[C] ? never : C;
}[keyof RefusalParams];

it('the parameters of a sentence are those of its refusal: this file compiles', () => {
  const differing: readonly Differing[] = [];
  const nobodys: readonly Exclude<keyof RefusalParams, Refusals['code']>[] = [];
  const none: readonly never[] = [...differing, ...nobodys];
  expect(none).toEqual([]);
});
