import { sha256 } from '@noble/hashes/sha2.js';
import { describe, expect, it } from 'vitest';
import { issueTicket } from '../claims/filing/ticket.ts';
import { canonicalJson, parseInstant } from '../kernel/index.ts';
import { createSigner } from '../platform/index.ts';
import { verifyReceipt } from './verify-receipt.ts';

const at = parseInstant('2022-10-20T03:00:00.000Z');
if (at === undefined) throw new Error('the test instant is written wrongly');
const signer = createSigner({ name: 'amends.local/log', seed: new Uint8Array(32).fill(7) });
const content = { claimId: '0193d000-0000-7000-8000-000000000001', answers: {} };
const ticket = issueTicket(
  {
    claimId: content.claimId,
    incidentId: '0193d000-0000-7000-8000-0000000000aa',
    contentHash: sha256(new TextEncoder().encode(canonicalJson(content))),
  },
  { at, signer },
);
const key = { name: signer.name, publicKey: signer.publicKey };
const statuses = (value: unknown, known = {}) => {
  const { verdict, checks } = verifyReceipt(value, known);
  return [verdict, ...checks.map(({ code, status }) => `${code} ${status}`)];
};

describe('a ticket checked offline', () => {
  it('is confirmed with the key and the claim that it is of', () => {
    expect(statuses(JSON.parse(JSON.stringify(ticket)), { key, content })).toEqual([
      'ticketed',
      'ticket_readable passed',
      'content_matches passed',
      'key_expected passed',
      'ticket_signed passed',
      'ticket_dated passed',
    ]);
  });

  it('without a key to compare with vouches for itself only', () => {
    expect(statuses(ticket)).toEqual([
      'ticketed',
      'ticket_readable passed',
      'content_matches not_made',
      'key_expected not_made',
      'ticket_signed passed',
      'ticket_dated passed',
    ]);
  });

  it('is refused for another claim, another key, or with any byte changed', () => {
    expect(statuses(ticket, { content: { ...content, answers: { a: '1' } } })[0]).toBe('refused');
    const other = createSigner({ name: signer.name, seed: new Uint8Array(32) });
    const { name, publicKey } = other;
    expect(statuses(ticket, { key: { name, publicKey } })[0]).toBe('refused');
    const back = { ...ticket, issuedAt: '2022-10-19T03:00:00.000Z' };
    expect(statuses(back)).toContain('ticket_signed failed');
  });

  it.each([
    ['/format', { format: 'amends-ticket/9' }],
    ['/claimId', { claimId: 'x' }],
    ['/contentHash', { contentHash: 'AAAA' }],
    ['/issuedAt', { issuedAt: 5 }],
    ['/signed', { signed: null }],
    ['/signed/signature', { signed: { ...ticket.signed, signature: 'x'.repeat(5000) } }],
  ])('that is not readable at %s says where', (pointer, change) => {
    const { verdict, checks } = verifyReceipt({ ...ticket, ...change });
    expect(verdict).toBe('refused');
    expect(checks).toEqual([{ code: 'ticket_readable', status: 'failed', detail: pointer }]);
  });
});
