import { describe, expect, it } from 'vitest';
import { addMs, parseInstant } from '../../kernel/index.ts';
import { createSigner } from '../../platform/index.ts';
import { decideTicket, issueTicket, type Ticket, ticketHonouredMs } from './ticket.ts';

const at = parseInstant('2022-10-20T03:00:00.000Z');
if (at === undefined) throw new Error('the test instant is written wrongly');
const signer = createSigner({ name: 'amends.local/log', seed: new Uint8Array(32).fill(7) });
const other = createSigner({ name: 'amends.local/log', seed: new Uint8Array(32).fill(8) });
const facts = {
  claimId: '0193d000-0000-7000-8000-000000000001',
  incidentId: '0193d000-0000-7000-8000-0000000000aa',
  contentHash: new Uint8Array(32).fill(1),
};
const ticket = issueTicket(facts, { at, signer });
const later = addMs(at, 60_000);
const decide = (given: Ticket, over: Partial<Parameters<typeof decideTicket>[1]> = {}) =>
  decideTicket(given, { facts, signer, now: later, ...over });
const codeOf = (outcome: ReturnType<typeof decide>): string =>
  outcome.ok ? 'accepted' : outcome.refusal.code;

describe('a ticket', () => {
  it('carries everything that honouring it needs, and counts from its own time', () => {
    expect(ticket).toMatchObject({
      format: 'amends-ticket/1',
      claimId: facts.claimId,
      incidentId: facts.incidentId,
      contentHash: Buffer.from(facts.contentHash).toString('base64'),
      issuedAt: '2022-10-20T03:00:00.000Z',
      redeemBy: '2022-11-19T03:00:00.000Z',
    });
    expect(decide(JSON.parse(JSON.stringify(ticket)) as Ticket)).toEqual({ ok: true, value: at });
  });

  it('of a server whose clock is ahead counts from now, never from the future', () => {
    const early = addMs(at, -500);
    expect(decide(ticket, { now: early })).toEqual({ ok: true, value: early });
  });

  it.each([
    ['issuedAt', '2022-10-19T03:00:00.000Z'],
    ['redeemBy', '2032-11-19T03:00:00.000Z'],
    ['claimId', '0193d000-0000-7000-8000-000000000002'],
    ['incidentId', '0193d000-0000-7000-8000-0000000000ab'],
    ['contentHash', Buffer.alloc(32, 2).toString('base64')],
    ['issuedAt', 'yesterday'],
  ] as const)('altered in %s to %s is refused', (field, value) => {
    expect(codeOf(decide({ ...ticket, [field]: value }))).toBe('ticket_altered');
  });

  it.each([
    '',
    'AAAA',
    Buffer.alloc(64).toString('base64'),
  ])('with the signature "%s" is refused', (signature) => {
    expect(codeOf(decide({ ...ticket, signed: { ...ticket.signed, signature } }))).toBe(
      'ticket_altered',
    );
  });

  it('signed by another key, or with ours written into it, is refused', () => {
    const forged = issueTicket(facts, { at, signer: other });
    expect(codeOf(decide(forged))).toBe('ticket_forged');
    const { publicKey } = ticket.signed;
    const dressed = { ...forged, signed: { ...forged.signed, publicKey } };
    expect(codeOf(decide(dressed))).toBe('ticket_altered');
    const renamed = { ...ticket, signed: { ...ticket.signed, origin: 'elsewhere.example/log' } };
    expect(codeOf(decide(renamed))).toBe('ticket_forged');
  });

  it('of another incident or claim, or of a claim that was changed, is refused', () => {
    const moved = { ...facts, incidentId: '0193d000-0000-7000-8000-0000000000ab' };
    expect(codeOf(decide(ticket, { facts: moved }))).toBe('ticket_other_incident');
    const anothers = { ...facts, claimId: '0193d000-0000-7000-8000-000000000002' };
    expect(codeOf(decide(ticket, { facts: anothers }))).toBe('ticket_other_claim');
    const changed = { ...facts, contentHash: new Uint8Array(32).fill(3) };
    expect(codeOf(decide(ticket, { facts: changed }))).toBe('ticket_other_claim');
  });

  it('is honoured until the last millisecond of its thirty days, and no longer', () => {
    const end = addMs(at, ticketHonouredMs);
    expect(codeOf(decide(ticket, { now: addMs(end, -1) }))).toBe('accepted');
    expect(codeOf(decide(ticket, { now: end }))).toBe('ticket_expired');
  });
});
