import { beforeAll, describe, expect, it } from 'vitest';
import { claimantContext } from '../../../test/support/platform.ts';
import { openReviewBench, type ReviewBench } from '../../../test/support/review-bench.ts';
import { type Instant, parseInstant, renderInstant } from '../../kernel/index.ts';
import { type Context, createSigner, PlatformError, sql } from '../../platform/index.ts';
import { refusalSentence } from '../../web/messages/refusals.ts';
import type { SubmitClaimInput } from '../prepare-submission.ts';
import { openClaimGate } from './filing-commands.ts';
import { issueTicket, type Ticket } from './ticket.ts';

let bench: ReviewBench;
beforeAll(async () => {
  bench = await openReviewBench();
});

const instant = (text: string): Instant => {
  const read = parseInstant(text);
  if (read === undefined) throw new Error(`${text} is not an instant`);
  return read;
};
/** An hour before the window of the questionnaire closes, and a day after. */
const open = instant('2022-11-06T14:00:00Z');
const closed = instant('2022-11-07T15:00:00Z');

const claimOf = (over: Partial<SubmitClaimInput> = {}): SubmitClaimInput => ({
  claimId: bench.newId(),
  incidentId: bench.incidentId,
  questionnaireVersion: 1,
  channel: 'api',
  partyClass: 'small_business',
  category: 'kakao',
  kind: 'free_with_loss',
  service: 'talk_channel',
  functionName: 'main',
  currency: 'KRW' as never,
  answers: {},
  evidence: [],
  ...over,
});

const lost = new PlatformError('database_unreachable', { message: 'away', retryable: true });

/** A claimant whose database is away. */
function without(ctx: Context): Context {
  const fail = () => Promise.reject(lost);
  return { ...ctx, transact: fail, statement: fail, read: fail };
}

const claimant = (now: Instant): Context => claimantContext(bench.platform, { now });

/** Tries to file while the database is away, and gives the ticket. */
async function ticketFor(input: SubmitClaimInput, now = open): Promise<Ticket> {
  const filed = await openClaimGate().file(without(claimant(now)), input);
  if (!filed.ok || filed.value.kind !== 'ticket') throw new Error(JSON.stringify(filed));
  return filed.value.ticket;
}

async function storedTimes(claimId: string) {
  const { rows } = await sql<{ submitted_at: Instant; said: unknown }>`
    select c.submitted_at, e.payload as said from claims.claim c
    join claims.claim_event e on e.claim_id = c.id and e.position = 1
    where c.id = ${claimId}`.execute(bench.platform.db);
  return rows.map(({ submitted_at: at, said }) => ({ submittedAt: renderInstant(at), said }));
}

describe('filing while the claim cannot be stored', () => {
  it('gives a ticket; the same claim with it counts from then, although the window has closed', async () => {
    const input = claimOf();
    const ticket = await ticketFor(input);
    const gate = openClaimGate();
    expect(await gate.file(claimant(closed), input)).toMatchObject({
      refusal: { code: 'window_closed' },
    });
    const filed = await gate.file(claimant(closed), { ...input, ticket });
    expect(filed).toMatchObject({ ok: true, value: { kind: 'receipt' } });
    const { issuedAt } = ticket;
    expect(issuedAt).toBe('2022-11-06T14:00:00.000Z');
    expect(await storedTimes(input.claimId)).toEqual([
      { submittedAt: issuedAt, said: { ticketIssuedAt: issuedAt } },
    ]);
  });

  it('redeems a ticket once: sent again it gives the same receipt and no second claim', async () => {
    const input = claimOf();
    const ticket = await ticketFor(input);
    const gate = openClaimGate();
    const first = await gate.file(claimant(open), { ...input, ticket });
    const again = await Promise.all(
      Array.from({ length: 20 }, () => gate.file(claimant(open), { ...input, ticket })),
    );
    if (!first.ok || first.value.kind !== 'receipt') throw new Error(JSON.stringify(first));
    const { receipt } = first.value.submission;
    for (const one of again) {
      expect(one).toMatchObject({ value: { submission: { receipt, isRepeat: true } } });
    }
    expect(await storedTimes(input.claimId)).toHaveLength(1);
  });

  it('keeps the first ticket through any number of tries', async () => {
    const input = claimOf();
    const ticket = await ticketFor(input);
    expect(await ticketFor({ ...input, ticket }, closed)).toEqual(ticket);
  });

  it('gives none for a claim that is known to be refused', async () => {
    const gate = openClaimGate();
    expect(await gate.file(claimant(open), claimOf())).toMatchObject({ ok: true });
    const refused = await gate.file(without(claimant(closed)), claimOf());
    expect(refused).toMatchObject({ ok: false, refusal: { code: 'window_closed' } });
    const unknown = await gate.file(without(claimant(open)), claimOf({ service: 'fax' }));
    expect(unknown).toMatchObject({ ok: false, refusal: { code: 'service_unknown' } });
  });

  it('answers in time although the database says nothing, and at once from then on', async () => {
    const gate = openClaimGate({ answerWithinMs: 50, inFlightMax: 1 });
    let answer = (): void => undefined;
    const silent = {
      ...claimant(open),
      statement: () =>
        new Promise<never>((_done, fail) => {
          answer = () => fail(lost);
        }),
    };
    expect(await gate.file(silent, claimOf())).toMatchObject({ value: { kind: 'ticket' } });
    const startedAt = performance.now();
    expect(await gate.file(silent, claimOf())).toMatchObject({ value: { kind: 'ticket' } });
    expect(performance.now() - startedAt).toBeLessThan(50);
    answer();
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await gate.file(claimant(open), claimOf())).toMatchObject({
      value: { kind: 'receipt' },
    });
  });

  it('lets a fault through: a ticket is for what passes', async () => {
    const fail = () => Promise.reject(new Error('a bug'));
    const broken = { ...claimant(open), statement: fail };
    await expect(openClaimGate().file(broken, claimOf())).rejects.toThrow('a bug');
  });
});

describe('a ticket that does not count', () => {
  const attacks: readonly (readonly [
    string,
    string,
    (given: { input: SubmitClaimInput; ticket: Ticket }) => Promise<SubmitClaimInput>,
  ])[] = [
    [
      'forged with a key of one’s own',
      'ticket_forged',
      async ({ input, ticket }) => {
        const signer = createSigner({ name: ticket.signed.origin, seed: new Uint8Array(32) });
        const { claimId, incidentId } = input;
        const contentHash = Buffer.from(ticket.contentHash, 'base64');
        const forged = issueTicket({ claimId, incidentId, contentHash }, { at: open, signer });
        return { ...input, ticket: forged };
      },
    ],
    [
      'dated back',
      'ticket_altered',
      async ({ input, ticket }) => ({
        ...input,
        ticket: { ...ticket, issuedAt: '2022-10-20T00:00:00.000Z' },
      }),
    ],
    ['used for another claim', 'ticket_other_claim', async ({ ticket }) => claimOf({ ticket })],
    [
      'used for the same claim with a larger loss',
      'ticket_other_claim',
      async ({ input, ticket }) => ({ ...input, statedLossMinor: 9_000_000n, ticket }),
    ],
    [
      'of another incident',
      'ticket_other_incident',
      async ({ input }) => ({
        ...input,
        ticket: await ticketFor({ ...input, incidentId: bench.newId() }),
      }),
    ],
  ];

  it.each(attacks)('because it was %s is refused with its sentence', async (_how, code, attack) => {
    const input = claimOf();
    const ticket = await ticketFor(input);
    const sent = await attack({ input, ticket });
    const filed = await openClaimGate().file(claimant(closed), sent);
    expect(filed).toMatchObject({ ok: false, refusal: { code } });
    for (const locale of ['ko', 'en'] as const) {
      expect(refusalSentence({ code }, locale)).toMatch(/ticket|확인증/);
    }
    expect(await storedTimes(sent.claimId)).toEqual([]);
  });

  it('because it is older than thirty days is refused with its sentence', async () => {
    const input = claimOf();
    const ticket = await ticketFor(input);
    const late = instant('2022-12-06T14:00:00Z');
    const filed = await openClaimGate().file(claimant(late), { ...input, ticket });
    expect(filed).toMatchObject({ refusal: { code: 'ticket_expired' } });
    expect(await storedTimes(input.claimId)).toEqual([]);
  });
});
