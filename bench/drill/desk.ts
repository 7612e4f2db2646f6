import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  approveDecisions,
  type ClaimListItem,
  type DecisionInput,
  decideClaims,
  listClaims,
  listPendingDecisions,
  submitClaims,
} from '../../src/claims/index.ts';
import { generateClaims } from '../../src/cli/case/generate/generate-claims.ts';
import { parseScale } from '../../src/cli/case/generate/scale.ts';
import type { Case } from '../../src/cli/case/read/case.ts';
import { type CaseRun, contextFor } from '../../src/cli/case/run/case-run.ts';
import { derivedId } from '../../src/cli/case/run/derived-id.ts';
import { inputOf } from '../../src/cli/case/run/file-claims.ts';
import { expectAccepted, incidentIdOf } from '../../src/cli/case/run/load-incident.ts';
import { settleAwards } from '../../src/cli/case/run/settle-awards.ts';
import { openCase } from '../../src/cli/case.ts';
import { openInstallation } from '../../src/cli/shell/installation.ts';
import {
  addStaff,
  clockNow,
  issueOneTimePassword,
  newUuid,
  systemActor,
} from '../../src/platform/index.ts';
import { listPayouts } from '../../src/settlement/index.ts';

// The staff of one site, in its namespace and with its environment, while another site is lost: one signs in
// at the site's own node, claims with papers are decided and approved by two people, and what is due is paid
// through the simulated rail by two people. `node desk.js SITE INDEX`; tells what was done over Node's channel.

/** What the staff of a site got done. */
export interface DeskReport {
  readonly signInStatus: number;
  /** Decisions approved, awards and denials. */
  readonly decided: number;
  /** Payouts confirmed by the rail. */
  readonly paid: number;
}

const claimsEach = 40;
const patienceMs = 60_000;

async function signIn({ platform }: CaseRun, site: string): Promise<number> {
  const ctx = platform.context({ actor: systemActor });
  const email = `reviewer-${newUuid()}@${site}.example.org`;
  await addStaff(ctx, { id: newUuid(), name: `Reviewer at ${site}`, email, roles: ['reviewer'] });
  const password = await issueOneTimePassword(ctx, email);
  const answer = await fetch('http://127.0.0.1:8022/api/v1/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
    body: JSON.stringify({ email, password }),
    signal: AbortSignal.timeout(20_000),
  });
  return answer.status;
}

async function file(run: CaseRun, found: Case, index: number): Promise<void> {
  const scale = expectAccepted('the scale', parseScale('1/1000'));
  const { currency } = found.case;
  const about = { incidentId: run.incidentId, currency, version: found.questionnaire.version };
  const inputs = [];
  for (const claim of generateClaims({ source: found, scale, fromIndex: index * claimsEach })) {
    inputs.push(inputOf(claim, about));
    if (inputs.length === claimsEach) break;
  }
  const agent = contextFor(run, 'agent', { now: clockNow(), step: 'claims' });
  for (const outcome of await submitClaims(agent, inputs)) expectAccepted('a claim', outcome);
}

function decisionFor({ claimId, suggestion }: ClaimListItem): DecisionInput[] {
  const decisionId = newUuid();
  if (suggestion === 'award') {
    return [{ decisionId, claimId, outcome: 'award', reasonCode: 'policy_met' }];
  }
  if (suggestion !== 'none') return [];
  return [{ decisionId, claimId, outcome: 'deny', reasonCode: 'no_rule_applies' }];
}

/** Decides what waits, as suggested, and has another person approve it; gives how many were approved. */
async function decide(run: CaseRun): Promise<number> {
  const staff = (role: 'reviewer' | 'approver') =>
    run.platform.context({
      actor: { kind: 'staff', id: derivedId(run.caseId, role), name: role, roles: [role] },
    });
  const { incidentId } = run;
  const reviewer = staff('reviewer');
  const page = await reviewer.read((tx) =>
    listClaims(tx, { incidentId, state: 'assessed', limit: 500 }),
  );
  await decideClaims(reviewer, page.claims.flatMap(decisionFor));
  const approver = staff('approver');
  const waiting = await approver.read((tx) => listPendingDecisions(tx, { incidentId, limit: 500 }));
  const ids = waiting.map(({ decisionId }) => decisionId);
  return (await approveDecisions(approver, ids)).filter(({ ok }) => ok).length;
}

/** Tries again until something is there; what the other rooms do with it they do at their own pace. */
async function waitFor(look: () => Promise<number>): Promise<number> {
  const until = Date.now() + patienceMs;
  for (;;) {
    const found = await look();
    if (found > 0 || Date.now() > until) return found;
    await sleep(500);
  }
}

async function pay(run: CaseRun): Promise<number> {
  await settleAwards(run, clockNow());
  const reader = contextFor(run, 'treasurer', { now: clockNow(), step: 'count' });
  const runId = derivedId(run.caseId, 'payout-run', 'KRW');
  const payouts = await reader.read((tx) => listPayouts(tx, runId));
  return payouts.filter(({ state }) => state === 'confirmed').length;
}

const [site = '', index = '0'] = process.argv.slice(2);
const installation = await openInstallation();
try {
  const found = await openCase('pangyo-2022');
  const run: CaseRun = {
    caseId: `desk-${site}-${index}`,
    caseDir: found.dir,
    scale: '1/1000',
    platform: installation.platform,
    filesDir: tmpdir(),
    incidentId: incidentIdOf(found.case.id),
  };
  const signInStatus = await signIn(run, site);
  await file(run, found, Number(index));
  let decided = 0;
  const paid = await waitFor(async () => {
    decided += await decide(run);
    return pay(run);
  });
  const report: DeskReport = { signInStatus, decided, paid };
  process.send?.({ desk: report });
} finally {
  await installation.close();
  process.disconnect?.();
}
