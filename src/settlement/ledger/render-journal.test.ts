import { expect, it } from 'vitest';
import { instantFromEpochMs } from '../../kernel/index.ts';
import { renderJournalEntry } from './render-journal.ts';
import type { Transfer } from './transfer.ts';

const transfer: Transfer = {
  id: '01900000-0000-7000-8000-000000000001',
  incidentId: '01900000-0000-7000-8000-000000000002',
  position: 7n,
  kind: 'posted',
  debitAccountId: 'a',
  creditAccountId: 'b',
  amountMinor: 30_000n,
  currency: 'KRW',
  code: 'award_approved',
  reference: 'award-1',
  at: instantFromEpochMs(Date.UTC(2022, 11, 1, 23, 59)),
  previousHash: '',
  hash: '',
};
const accounts = new Map([
  ['a', { kind: 'liability', code: 'provision' } as const],
  ['b', { kind: 'liability', code: 'approved_awards' } as const],
]);

it('renders a posted transfer as an entry whose two lines sum to zero', () => {
  expect(renderJournalEntry(transfer, accounts)).toBe(
    `2022-12-01 * (7) award_approved
    ; transfer: 01900000-0000-7000-8000-000000000001
    ; reference: award-1
    Liabilities:provision    30000 KRW
    Liabilities:approved_awards    -30000 KRW

`,
  );
});

it('renders minor units of a currency that has them with their decimals', () => {
  const dollars: Transfer = { ...transfer, currency: 'USD', amountMinor: 1_205n };
  const entry = renderJournalEntry(dollars, accounts);
  expect(entry).toContain('Liabilities:provision    12.05 USD\n');
  expect(entry).toContain('Liabilities:approved_awards    -12.05 USD\n');
});

it.each(['pending', 'void'] as const)('leaves out a %s transfer, which moves no money', (kind) => {
  expect(renderJournalEntry({ ...transfer, kind }, accounts)).toBe('');
});
