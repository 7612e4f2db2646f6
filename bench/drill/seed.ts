import { randomUUID } from 'node:crypto';
import { listPolicyClauses } from '../../src/claims/policies/policy-queries.ts';
import { openCaseForClaims } from '../../src/cli/case/run/run-case.ts';
import { openCase } from '../../src/cli/case.ts';
import { openInstallation } from '../../src/cli/shell/installation.ts';
import {
  approveReport,
  disclosureConsumers,
  prepareReport,
  renderNoteKey,
} from '../../src/disclosure/index.ts';
import {
  addStaff,
  newUuid,
  type Platform,
  sql,
  subscribeConsumers,
  systemActor,
} from '../../src/platform/index.ts';
import { hashPassword } from '../../src/platform/password.ts';
import type { Person, StaffTask } from './staff.ts';

// Opens an incident in which claimants may file, with staff who have passwords, in a site's namespace:
// what they need to know is told over Node's channel.

/** What a drill's people need to know. */
export interface Seeded extends Pick<StaffTask, 'incidentId' | 'people' | 'clause'> {
  /** The short name of the incident in addresses. */
  readonly slug: string;
  /** The public key of the transparency log, as whoever checks it has it from a place they trust. */
  readonly logKey: string;
}

const SLUG = 'pangyo-2022';

type Role = keyof StaffTask['people'];

const roleOf = (person: Role): 'reviewer' | 'approver' | 'treasurer' =>
  person === 'second' ? 'reviewer' : person;

async function enrol(platform: Platform, role: Role): Promise<readonly [Role, Person]> {
  const ctx = platform.context({ actor: systemActor });
  const person = { email: `${role}@drill.example.org`, password: randomUUID() };
  await addStaff(ctx, { id: newUuid(), name: role, email: person.email, roles: [roleOf(role)] });
  const hash = await hashPassword(person.password);
  await sql`update platform.staff set password_hash = ${hash} where email = ${person.email}`.execute(
    platform.db,
  );
  return [role, person];
}

async function findClause(platform: Platform, incidentId: string): Promise<StaffTask['clause']> {
  const ctx = platform.context({ actor: systemActor });
  const clauses = await ctx.read((tx) => listPolicyClauses(tx, incidentId));
  for (const [policyHash, [clause]] of clauses) {
    if (clause !== undefined) return { clause, policyHash };
  }
  throw new Error('the case publishes no policy with a clause');
}

/** Publishes a report, so that there is one to read when the sites are gone: two people, as always. */
async function publishReport(platform: Platform, incidentId: string): Promise<void> {
  const as = (name: string, role: 'investigator' | 'approver') =>
    platform.context({ actor: { kind: 'staff', id: newUuid(), name, roles: [role] } });
  const text = {
    ko: { headline: '훈련: 세 곳에서 운영합니다' },
    en: { headline: 'A drill: three sites' },
  };
  const draft = await prepareReport(as('editor', 'investigator'), { incidentId, text });
  if (!draft.ok) throw new Error(`no report could be prepared: ${draft.refusal.code}`);
  const published = await approveReport(as('publisher', 'approver'), draft.value.id);
  if (!published.ok) throw new Error(`no report could be published: ${published.refusal.code}`);
}

const installation = await openInstallation();
try {
  const { platform } = installation;
  // Before anything is published, so that the log hears of the policies and of the report.
  await subscribeConsumers(platform, disclosureConsumers);
  const incidentId = await openCaseForClaims(platform, await openCase(SLUG));
  await publishReport(platform, incidentId);
  const people = [
    await enrol(platform, 'reviewer'),
    await enrol(platform, 'second'),
    await enrol(platform, 'approver'),
    await enrol(platform, 'treasurer'),
  ];
  const seeded = {
    incidentId,
    slug: SLUG,
    logKey: renderNoteKey(platform.signer),
    people: Object.fromEntries(people) as Seeded['people'],
    clause: await findClause(platform, incidentId),
  };
  process.send?.(seeded satisfies Seeded);
} finally {
  await installation.close();
  process.disconnect?.();
}
