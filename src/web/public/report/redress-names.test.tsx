import { expect, it } from 'vitest';
import type { ReportDocument } from '../../../disclosure/reports/index.ts';
import { Issues } from '../redress-sections.tsx';
import { AutomaticRedress } from './redress-parts.tsx';
import { policyHashes, type ReportView } from './report-view.ts';

const [was, now] = ['a'.repeat(64), 'b'.repeat(64)];
const nameOf = (policyHash: string, en: string) => ({
  ...{ policyHash, clause: '§1', remedy: 'item' },
  label: { ko: '이모티콘 (영구)', en },
});
const total = {
  ...{ clause: '§1', remedy: 'item', name: '이모티콘 (영구)', unit: 'item', currency: null },
  ...{ parties: '48000000', amountMinor: null },
};
const figures = {
  automatic: [
    { file: 'one.json', policyHash: was, parties: '9', remainderParties: '0', totals: [total] },
    {
      ...{ file: 'two.json', policyHash: now, parties: '9', remainderParties: '0' },
      totals: [total, { ...total, clause: '', name: '충전기' }, { ...total, name: null }],
    },
  ],
};
const policies = [was, now].map((hash) => ({
  ...{ hash, policyId: 'p', version: '1', applies: 'automatic' },
  titles: { ko: `무료 ${hash[0]}`, en: `Free ${hash[0]}` },
}));
const awardNames = [nameOf(was, 'emoticon set'), nameOf(now, 'emoticon set, permanent')];

async function textOf(locale: 'ko' | 'en', names = awardNames): Promise<string> {
  const document = { figures, policies } as unknown as ReportDocument;
  expect(policyHashes(document)).toEqual([was, now, was, now]);
  const view = { document, locale, awardNames: names } as unknown as ReportView;
  return String(await (<AutomaticRedress view={view} />));
}

it('the report calls a thing what the policy that gave it calls it, in the language it is read in', async () => {
  const en = await textOf('en');
  expect(en).toContain('emoticon set');
  expect(en).toContain('emoticon set, permanent');
  expect(en).toContain('충전기');
  expect(en).not.toContain('이모티콘');
  expect(await textOf('ko')).toContain('이모티콘 (영구)');
});

it('the report keeps the name that was published where the policy is not to be had', async () => {
  expect(await textOf('en', [])).toContain('이모티콘 (영구)');
});

it('the page of an incident calls what was issued by its name in the language', async () => {
  const issue = { ...total, quantity: '1', partyCount: 48_000_000n };
  const render = async (locale: 'ko' | 'en') =>
    String(
      await (
        <Issues issues={[issue]} awardNames={[nameOf(now, 'emoticon set')]} locale={locale} />
      ),
    );
  expect(await render('en')).toContain('emoticon set');
  expect(await render('en')).not.toContain('이모티콘');
  expect(await render('ko')).toContain('이모티콘 (영구)');
});
