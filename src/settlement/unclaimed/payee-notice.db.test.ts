import { beforeAll, describe, expect, it } from 'vitest';
import { openTestPlatform, staffContext, systemContext } from '../../../test/support/platform.ts';
import { assert, instantFromEpochMs, type Outcome } from '../../kernel/index.ts';
import {
  type Context,
  consumeOnce,
  type Message,
  openGuardedPost,
  type Platform,
  PlatformError,
  sql,
  subscribeConsumers,
} from '../../platform/index.ts';
import { recordApprovedAwards } from '../award-commands.ts';
import { derivedId } from '../ledger/derived-id.ts';
import { payeeNotices } from './notice-consumer.ts';
import { changePayee } from './payee-commands.ts';
import { followUnclaimed } from './unclaimed-commands.ts';

const now = instantFromEpochMs(Date.UTC(2022, 11, 1));
const incidentId = derivedId(['notices']);
const claimId = derivedId(['notices', 'claim']);
let platform: Platform;
const sent: Message[] = [];
let next: 'taken' | 'not_taken' | 'dies' = 'taken';

const courier = {
  isTrial: false,
  reaches: (to: string) => to.includes('@'),
  async send(message: Message) {
    if (next === 'not_taken') throw new PlatformError('message_not_sent', { message: 'full' });
    sent.push(message);
    if (next === 'dies') throw new Error('the process ends here');
  },
};

function ok<V>(outcome: Outcome<V>): V {
  assert(outcome.ok, 'accepted', outcome);
  return outcome.value;
}

const agent = (): Context => staffContext(platform, 'agent');

beforeAll(async () => {
  platform = await openTestPlatform({ now, outside: { courier, post: openGuardedPost() } });
  await subscribeConsumers(platform, [payeeNotices]);
  await sql`insert into incident.incident (id, slug, title_ko, title_en, zone, opened_at)
    values (${incidentId}, 'notices', '데이터센터 화재', 'Data centre fire', 'Asia/Seoul',
      '2022-10-15T06:30:00Z')`.execute(platform.db);
  const ctx = systemContext(platform);
  const salt = ctx.randomBytes(32);
  const plaintext = Buffer.from(JSON.stringify({ contact: 'shop@example.org' }));
  const personal = ctx.vault.encrypt({ salt, plaintext });
  await fileClaim(Buffer.from(salt), Buffer.from(personal));
  const award = {
    ...{ awardId: derivedId(['notices', 'award']), claimId, incidentId, decisionId: null },
    ...{ partyId: 'p', partyClass: 'user', remedy: 'cash', name: null, amountMinor: 30_000n },
    ...{ currency: 'KRW', quantity: null, unit: null, clause: '§2', policyHash: 'a'.repeat(64) },
    payeeRef: null,
  };
  await ctx.transact((tx) => recordApprovedAwards(ctx, tx, [award]));
});

/** A claim as it lies in the table, with nothing but a contact in it. */
async function fileClaim(salt: Buffer, personal: Buffer): Promise<void> {
  const digest = Buffer.alloc(32, 1);
  await sql`insert into claims.questionnaire (incident_id, version, incident_slug, document, hash,
      published_by, published_at)
    values (${incidentId}, 1, 'notices', '{}', ${digest}, 'system', now())`.execute(platform.db);
  await sql`insert into claims.claim (id, number, incident_id, questionnaire_version, channel,
      party_class, category, kind, service, function_name, currency, answers, personal, key_salt,
      salt, content_hash, commitment, event_count, recorded_at, state, submitted_at)
    values (${claimId}, 'AAAA-BBBB-CC', ${incidentId}, 1, 'portal', 'user', 'x', 'x', 'x', 'x',
      'KRW', '{}', ${personal}, ${salt}, ${digest}, ${digest}, ${digest}, 1, now(), 'approved',
      now())`.execute(platform.db);
}

async function consumeAll(): Promise<void> {
  await sql`update platform.delivery set due_at = now() - interval '1 hour'`.execute(platform.db);
  while ((await consumeOnce(platform, payeeNotices)) > 0) {
    // until nothing is due
  }
}

const change = async (account: string) =>
  ok(await changePayee(agent(), { claimId, payee: { bank: '088', account, holder: '김' } }));

describe('a claimant', () => {
  it('is reminded that they cannot be paid, once for each reminder', async () => {
    const at = instantFromEpochMs(Date.UTC(2023, 0, 1));
    await followUnclaimed(staffContext(platform, 'treasurer', { now: at }), { incidentId });
    await consumeAll();
    await consumeAll();
    expect(sent).toHaveLength(1);
    expect(sent[0]?.to).toBe('shop@example.org');
    expect(sent[0]?.text).toContain('AAAA-BBBB-CC');
    expect(sent[0]?.text).toContain('Reminder no. 1');
  });

  it('is told at the old contact that the account was changed, without the account', async () => {
    await change('110-1');
    await consumeAll();
    expect(sent).toHaveLength(2);
    expect(sent[1]).toMatchObject({ to: 'shop@example.org' });
    expect(sent[1]?.subject).toContain('Account changed');
    expect(JSON.stringify(sent[1])).not.toContain('110-1');
  });

  it('is told again only when the way out plainly did not take the message', async () => {
    next = 'not_taken';
    await change('110-2');
    await consumeAll().catch(() => undefined);
    next = 'taken';
    await consumeAll();
    expect(sent).toHaveLength(3);
    await consumeAll();
    expect(sent).toHaveLength(3);
  });

  it('is never told twice: a process that ends while sending leaves it for a person', async () => {
    await change('110-3');
    await sql`insert into settlement.payee_notice (event_id, claim_id, kind, state, at)
      select max(id), ${claimId}, 'payee_changed', 'sending', now() from platform.event
      where type = 'payee_changed'`.execute(platform.db);
    await consumeAll();
    expect(sent).toHaveLength(3);
    const { rows } = await sql`select state from settlement.payee_notice order by event_id desc
      limit 1`.execute(platform.db);
    expect(rows).toEqual([{ state: 'sending' }]);
  });
});
