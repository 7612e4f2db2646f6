import { randomUUID } from 'node:crypto';
import { listPolicyClauses } from '../../src/claims/policies/policy-queries.ts';
import { openCaseForClaims } from '../../src/cli/case/run/run-case.ts';
import { openCase } from '../../src/cli/case.ts';
import { openInstallation } from '../../src/cli/shell/installation.ts';
import { addStaff, newUuid, type Platform, sql, systemActor } from '../../src/platform/index.ts';
import { hashPassword } from '../../src/platform/password.ts';
import type { Person, StaffTask } from './staff.ts';

// Opens an incident in which claimants may file, with staff who have passwords, in a site's namespace:
// what they need to know is told over Node's channel.

/** What a drill's people need to know. */
export type Seeded = Pick<StaffTask, 'incidentId' | 'people' | 'clause'>;

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

const installation = await openInstallation();
try {
  const { platform } = installation;
  const incidentId = await openCaseForClaims(platform, await openCase('pangyo-2022'));
  const people = [
    await enrol(platform, 'reviewer'),
    await enrol(platform, 'second'),
    await enrol(platform, 'approver'),
    await enrol(platform, 'treasurer'),
  ];
  const seeded = {
    incidentId,
    people: Object.fromEntries(people) as Seeded['people'],
    clause: await findClause(platform, incidentId),
  };
  process.send?.(seeded satisfies Seeded);
} finally {
  await installation.close();
  process.disconnect?.();
}
