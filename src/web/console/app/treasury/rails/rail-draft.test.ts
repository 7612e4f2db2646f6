import { describe, expect, it } from 'vitest';
import { koreanBulkTemplate } from '../../../../../settlement/rails/index.ts';
import { draftOf, setupOf } from './rail-draft.ts';

describe('a way to pay that is edited', () => {
  it('and not changed is what it was, with what the form does not show', () => {
    expect(setupOf(draftOf(koreanBulkTemplate))).toEqual(koreanBulkTemplate);
    const debtor = { name: '예시', account: '100', bank: '004', companyId: 'C-1' };
    const bank = { kind: 'pain.001', debtor };
    expect(setupOf(draftOf(bank))).toEqual(bank);
    const app = { kind: 'app', url: 'https://app.example.org/grants' };
    expect(setupOf(draftOf(app))).toEqual(app);
  });
});
