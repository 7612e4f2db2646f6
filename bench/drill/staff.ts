import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Operation, Turn } from './history.ts';
import { type Answered, type Asked, type Lines, openLines, type SiteAddress } from './lines.ts';

// Those who work through a drill, in a process of their own outside the sites: a reviewer decides, a second
// looks again where claims are alike, an approver approves, a treasurer sets money aside, and pays what was
// approved through the simulated rail. Beside them somebody publishes review rules and two read them and the
// accounts, for the checker.

/** Somebody who can sign in. */
export interface Person {
  readonly email: string;
  readonly password: string;
}

/** What the staff are told. */
export interface StaffTask {
  readonly sites: readonly SiteAddress[];
  readonly domain: string;
  readonly authority: string;
  readonly incidentId: string;
  readonly people: Readonly<Record<'reviewer' | 'second' | 'approver' | 'treasurer', Person>>;
  /** The clause under which the reviewer awards, and the hash of its policy. */
  readonly clause: { readonly clause: string; readonly policyHash: string };
}

const pauseMs = 500;
/** A password is checked slowly on purpose, and slower on a busy machine. */
const passwordMs = 60_000;
/** Staff wait longer for a page than claimants do. */
const answerMs = 15_000;
const confirmedMs = 240_000;
const signInTries = 10;
/** The most days that review rules take. */
const daysMax = 3650;

let isEnding = false;
let isGivenUp = false;

interface Member {
  readonly name: string;
  /**
   * Asks the sites in turn; undefined when none gave an answer below 500.
   *
   * @param only asks just the site of this number, counted round and round
   */
  press(asked: Asked, only?: number): Promise<Answered | undefined>;
  /** Presses again and again with the same words, as people do, until there is an answer. */
  persist(asked: Asked): Promise<Answered | undefined>;
}

interface Desk {
  readonly task: StaffTask;
  readonly lines: Lines;
}

const record = (operation: Operation): void => void process.send?.(operation);

function makeMember(
  { task, lines }: Desk,
  { name, home, cookie }: { name: string; home: number; cookie?: string },
): Member {
  const headers = {
    origin: `https://${task.domain}`,
    ...(cookie === undefined ? {} : { cookie }),
  };
  const press = async (asked: Asked, only?: number): Promise<Answered | undefined> => {
    const startedAt = Date.now();
    const turns: Turn[] = [];
    const steps = only === undefined ? task.sites.length : 1;
    for (let step = 0; step < steps; step += 1) {
      const site = task.sites[((only ?? home) + step) % task.sites.length] as SiteAddress;
      const at = Date.now();
      const answered = await lines.send(site, { limitMs: answerMs, ...asked, headers });
      if (!('why' in answered) && answered.status < 500) return answered;
      const [status, said] =
        'why' in answered ? [0, answered.why] : [answered.status, answered.body.slice(0, 300)];
      turns.push({ site: site.name, status, afterMs: Date.now() - at, said });
    }
    const operation = { process: name, operation: 'ask', outcome: 'refused' } as const;
    record({ ...operation, startedAt, endedAt: Date.now(), turns, value: asked.path });
    return undefined;
  };
  return {
    name,
    press,
    async persist(asked) {
      while (!isGivenUp) {
        const answered = await press(asked);
        if (answered !== undefined) return answered;
        await sleep(pauseMs);
      }
      return undefined;
    },
  };
}

const json = (method: 'POST' | 'PUT', path: string, body: unknown): Asked => ({
  method,
  path: `/api/v1${path}`,
  body: JSON.stringify(body),
});
const get = (path: string): Asked => ({ method: 'GET', path: `/api/v1${path}` });
const read = <T>(answered: Answered | undefined): T | undefined =>
  answered?.status === 200 ? (JSON.parse(answered.body) as T) : undefined;

/** Signs somebody in; who is told to wait a moment, because others sign in too, does. */
async function signIn(
  desk: Desk,
  { name, home }: { name: keyof StaffTask['people']; home: number },
): Promise<Member> {
  const asked = json('POST', '/session', desk.task.people[name]);
  const nobody = makeMember(desk, { name, home });
  for (let tries = 1; ; tries += 1) {
    const opened = await nobody.persist({ ...asked, limitMs: passwordMs });
    if (opened?.status === 200) {
      const cookie = String(opened.headers['set-cookie'] ?? '').split(';')[0] ?? '';
      return makeMember(desk, { name, home, cookie });
    }
    if (tries === signInTries) throw new Error(`${name} cannot sign in: ${opened?.body}`);
    await sleep(pauseMs * tries);
  }
}

const confirmedAt = new Map<string, number>();

/** Gives the password once more, as before what moves money; it holds for five minutes. */
async function confirm(member: Member, { password }: Person): Promise<void> {
  if (Date.now() - (confirmedAt.get(member.name) ?? 0) < confirmedMs) return;
  const asked = json('POST', '/session/confirmation', { password });
  const answered = await member.persist({ ...asked, limitMs: passwordMs });
  if (answered?.status === 200) confirmedAt.set(member.name, Date.now());
}

/** Records how something that changes the books ended. */
function recordChange(
  about: Pick<Operation, 'process' | 'operation' | 'startedAt' | 'key' | 'value'>,
  answered: Answered | undefined,
): void {
  const outcome = answered === undefined ? 'unknown' : answered.status < 300 ? 'done' : 'declined';
  const words = outcome === 'declined' ? { said: answered?.body.slice(0, 300) ?? '' } : {};
  record({ ...about, ...words, endedAt: Date.now(), outcome });
}

async function decideOne(reviewer: Member, { incidentId, clause }: StaffTask): Promise<void> {
  const list = read<{ claims: { claimId: string }[] }>(
    await reviewer.press(get(`/claims?incidentId=${incidentId}&state=assessed&limit=50`)),
  );
  const one = list?.claims[Math.floor(Math.random() * list.claims.length)];
  if (one === undefined) return;
  const decisionId = randomUUID();
  const startedAt = Date.now();
  const award = { remedy: 'cash', amountMinor: '30000', currency: 'KRW', ...clause };
  const answered = await reviewer.persist(
    json('POST', `/claims/${one.claimId}/decisions`, {
      ...{ decisionId, outcome: 'award', reasonCode: 'individual_review', awards: [award] },
      note: 'Held in a drill.',
    }),
  );
  recordChange({ process: 'reviewer', operation: 'decide', startedAt, key: decisionId }, answered);
}

/** Decisions that were not approved when they were put forward, and those that wait for a second look. */
const declined = new Set<string>();
const forSecondLook: string[] = [];

async function approveWaiting(approver: Member, { incidentId }: StaffTask): Promise<void> {
  const waiting = read<{ decisions: { decisionId: string }[] }>(
    await approver.press(get(`/decisions/pending?incidentId=${incidentId}&limit=200`)),
  );
  const decisionIds = (waiting?.decisions ?? [])
    .map(({ decisionId }) => decisionId)
    .filter((id) => !declined.has(id))
    .slice(0, 20);
  if (decisionIds.length === 0) return;
  const startedAt = Date.now();
  const answered = await approver.persist(json('POST', '/decisions/approvals', { decisionIds }));
  const approved = read<{ results: { decisionId: string; isApproved: boolean; code?: string }[] }>(
    answered,
  );
  for (const { decisionId: key, isApproved, code } of approved?.results ?? []) {
    const about = { process: 'approver', operation: 'approve', startedAt, key } as const;
    const said = code === undefined ? {} : { said: code };
    record({ ...about, ...said, endedAt: Date.now(), outcome: isApproved ? 'done' : 'declined' });
    if (!isApproved) declined.add(key);
    if (code === 'second_review_due') forSecondLook.push(key);
  }
}

/** Looks again at what was decided by another, as claims that are alike need it; then it can be approved. */
async function lookAgain(second: Member): Promise<void> {
  const decisionId = forSecondLook.shift();
  if (decisionId === undefined) return;
  const path = `/decisions/${decisionId}/second-review`;
  const answered = await second.persist(json('POST', path, { answer: 'agrees' }));
  if (answered !== undefined && answered.status < 300) declined.delete(decisionId);
}

async function setAside(treasurer: Member, { incidentId }: StaffTask): Promise<void> {
  const provisionId = randomUUID();
  const startedAt = Date.now();
  const answered = await treasurer.persist(
    json('POST', '/ledger/provisions', {
      ...{ provisionId, incidentId, currency: 'KRW', amountMinor: '100000' },
    }),
  );
  recordChange(
    { process: 'treasurer', operation: 'set_aside', startedAt, key: provisionId },
    answered,
  );
}

/** Prepares, has approved, sends and follows one run over what is owed now. */
async function payOut(people: { treasurer: Member; approver: Member }, task: StaffTask) {
  const { treasurer, approver } = people;
  const runId = randomUUID();
  const startedAt = Date.now();
  const run = { runId, incidentId: task.incidentId, currency: 'KRW', rail: 'simulated' };
  const prepared = await treasurer.persist(json('POST', '/payout-runs', run));
  if (prepared?.status !== 201) return; // Nothing is owed yet.
  await confirm(approver, task.people.approver);
  await approver.persist(json('POST', `/payout-runs/${runId}/approval`, {}));
  await confirm(treasurer, task.people.treasurer);
  const sending = await treasurer.persist(json('POST', `/payout-runs/${runId}/sending`, {}));
  const about = { process: 'treasurer', operation: 'pay', startedAt, key: runId } as const;
  if (sending?.status !== 202) {
    recordChange(about, sending);
    return;
  }
  while (!isGivenUp) {
    const shown = await treasurer.press(get(`/payout-runs/${runId}`));
    const { state, payoutCount } = read<{ state: string; payoutCount: number }>(shown) ?? {};
    if (state === 'sent' || state === 'paused') {
      recordChange({ ...about, value: { state, payoutCount } }, shown);
      return;
    }
    await sleep(pauseMs);
  }
}

/** One site only: a write that is sent again, there or elsewhere, could take effect twice, with another between. */
async function publishDays(approver: Member, { incidentId }: StaffTask, days: number) {
  const startedAt = Date.now();
  const rules = {
    ...{ targetHours: 72, raiseHours: 48, sample: { perThousand: 0, seed: '' } },
    ...{ secondReviewFrom: [], appealDays: days },
  };
  const answered = await approver.press(
    json('PUT', `/incidents/${incidentId}/review-rules`, rules),
    days,
  );
  const about = { process: approver.name, operation: 'write', key: 'appealDays' } as const;
  recordChange({ ...about, startedAt, value: String(days) }, answered);
}

/** Reads the register; 0 when no answer came. */
async function readDays(reader: Member, { incidentId }: StaffTask): Promise<number> {
  const startedAt = Date.now();
  const answered = read<{ rules: { appealDays: number } }>(
    await reader.press(get(`/incidents/${incidentId}/review-rules`)),
  );
  if (answered === undefined) return 0;
  const { appealDays } = answered.rules;
  const about = { process: reader.name, operation: 'read_value', key: 'appealDays' } as const;
  record({ ...about, startedAt, endedAt: Date.now(), outcome: 'done', value: String(appealDays) });
  return appealDays;
}

async function readBooks(reader: Member, { incidentId }: StaffTask): Promise<void> {
  const startedAt = Date.now();
  const books = read<{ trialBalance: { currency: string; sum: { amountMinor: string } }[] }>(
    await reader.press(get(`/ledger/balances?incidentId=${incidentId}`)),
  );
  if (books === undefined) return;
  const value = Object.fromEntries(
    books.trialBalance.map(({ currency, sum }) => [currency, sum.amountMinor]),
  );
  const about = { process: reader.name, operation: 'balances', outcome: 'done' } as const;
  record({ ...about, startedAt, endedAt: Date.now(), value });
}

/** At last: the ledger re-derived from its transfers. */
async function verifyBooks(treasurer: Member, { incidentId }: StaffTask): Promise<void> {
  const startedAt = Date.now();
  const verified = read<{ findings: unknown[] }>(
    await treasurer.persist(get(`/ledger/verification?incidentId=${incidentId}`)),
  );
  const about = { process: 'treasurer', operation: 'verify', outcome: 'done' } as const;
  record({ ...about, startedAt, endedAt: Date.now(), value: verified?.findings ?? null });
}

async function repeat(everyMs: number, work: () => Promise<void>): Promise<void> {
  while (!isEnding) {
    await work();
    await sleep(everyMs);
  }
}

async function workOn(task: StaffTask): Promise<void> {
  const desk = { task, lines: openLines(task) };
  const [reviewer, second, approver, treasurer] = await Promise.all([
    signIn(desk, { name: 'reviewer', home: 0 }),
    signIn(desk, { name: 'second', home: 0 }),
    signIn(desk, { name: 'approver', home: 1 }),
    signIn(desk, { name: 'treasurer', home: 2 }),
  ]);
  await Promise.all([
    confirm(approver, task.people.approver),
    confirm(treasurer, task.people.treasurer),
  ]);
  const first = await readDays(reviewer, task);
  let written = 0;
  const write = (): Promise<void> => {
    written += 1;
    return publishDays(approver, task, ((first + written - 1) % daysMax) + 1);
  };
  await Promise.all([
    repeat(250, () => decideOne(reviewer, task)),
    repeat(100, () => lookAgain(second)),
    repeat(500, () => approveWaiting(approver, task)),
    repeat(500, () => setAside(treasurer, task)),
    repeat(1000, () => payOut({ treasurer, approver }, task)),
    repeat(400, write),
    repeat(250, async () => void (await readDays(reviewer, task))),
    repeat(300, async () => void (await readDays(treasurer, task))),
    repeat(500, () => readBooks(treasurer, task)),
  ]);
  await verifyBooks(treasurer, task);
}

process.on('message', (message: StaffTask | 'end' | 'give up') => {
  if (message === 'end') isEnding = true;
  else if (message === 'give up') isGivenUp = true;
  else {
    workOn(message).then(
      () => process.disconnect(),
      (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
        process.exit(1);
      },
    );
  }
});
process.once('disconnect', () => process.exit(0));
