import { expect, it } from 'vitest';
import { cellsOf } from './bulk-file.ts';
import { koreanBulkTemplate } from './bulk-template.ts';

it('the template to begin with takes names of banks, as the portal asks claimants for them', () => {
  const payee = { bank: '카카오뱅크', account: '001-02-0345', holder: '김가게' };
  const payment = { reference: 'A01', amountMinor: 30_000n, currency: 'KRW' as const, payee };
  const cells = cellsOf(payment, { template: koreanBulkTemplate, number: 1 });
  expect(cells[0]).toBe('카카오뱅크');
});
