import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instant } from '../../../kernel/index.ts';
import {
  checkPolicy,
  type PolicyDocument,
  parsePolicy,
  renderFinding,
} from '../../../policy/index.ts';
import { CommandExit, exitCode } from '../../exit.ts';
import type { Case } from '../read/case.ts';

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
  options: { readonly projectDir: string; readonly now: Instant },
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
