import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { draftPolicy, publishPolicy, publishQuestionnaire } from '../../../claims/index.ts';
import type { Instant, JsonValue } from '../../../kernel/index.ts';
import {
  checkPolicy,
  type PolicyDocument,
  parsePolicy,
  renderFinding,
} from '../../../policy/index.ts';
import { CommandExit, exitCode } from '../../shell/exit.ts';
import type { Case } from '../read/case.ts';
import { type CaseRun, contextFor } from './case-run.ts';
import { derivedId } from './derived-id.ts';
import { expectAccepted } from './load-incident.ts';

/** A policy of a case as read and checked, with its text. */
export interface CasePolicy {
  readonly file: string;
  readonly text: string;
  readonly document: PolicyDocument;
}

/**
 * Reads the policies a case names and checks each; one that is refused ends the command with every
 * finding, before anything is loaded.
 */
export async function readPolicies(
  found: Case,
  options: { readonly projectDir: string },
): Promise<readonly CasePolicy[]> {
  const policies: CasePolicy[] = [];
  for (const file of found.case.policies) {
    const text = await readFile(join(options.projectDir, file), 'utf8').catch(() => {
      throw new CommandExit(`case.yaml names ${file}, which cannot be read.`, exitCode.wrongInput);
    });
    const parsed = parsePolicy(text, { file });
    const findings = parsed.ok
      ? checkPolicy(parsed.value).filter(({ severity }) => severity === 'error')
      : parsed.refusal.findings;
    if (!parsed.ok || findings.length > 0) {
      const lines = findings.map(
        (finding) => `${file}:${finding.line}:${finding.column}: ${renderFinding(finding)}`,
      );
      throw new CommandExit(lines.join('\n'), exitCode.wrongInput);
    }
    policies.push({ file, text, document: parsed.value });
  }
  return policies;
}

interface Publishing {
  readonly policies: readonly CasePolicy[];
  readonly now: Instant;
}

/** Has the author draft each policy; again changes nothing. */
export async function draftPolicies(run: CaseRun, { policies, now }: Publishing): Promise<void> {
  for (const { text, document } of policies) {
    const { policy, version } = document.header;
    const author = contextFor(run, 'policy_author', { now, step: `policy/${policy}` });
    const policyVersionId = derivedId(run.caseId, 'policy', policy, version);
    const draft = { policyVersionId, incidentId: run.incidentId, text };
    expectAccepted(`policy ${policy}`, await draftPolicy(author, draft));
  }
}

/** Has another person publish each drafted policy, once simulated; again changes nothing. */
export async function publishPolicies(run: CaseRun, options: Publishing): Promise<void> {
  const { now } = options;
  for (const { document } of options.policies) {
    const { policy, version } = document.header;
    const step = `policy/${policy}`;
    const policyVersionId = derivedId(run.caseId, 'policy', policy, version);
    const approver = contextFor(run, 'approver', { now, step });
    expectAccepted(`policy ${policy}`, await publishPolicy(approver, { policyVersionId }));
  }
}

/** Publishes the case's questionnaire as the incident's form. */
export async function publishForm(
  run: CaseRun,
  options: { readonly found: Case; readonly now: Instant },
): Promise<void> {
  const { found, now } = options;
  const text = await readFile(join(found.dir, found.case.files.questionnaire), 'utf8');
  const investigator = contextFor(run, 'investigator', { now, step: 'questionnaire' });
  const { incidentId } = run;
  const questionnaire = parse(text) as JsonValue;
  const published = await publishQuestionnaire(investigator, { incidentId, questionnaire });
  expectAccepted('the questionnaire', published);
}
