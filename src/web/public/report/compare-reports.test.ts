import { expect, it } from 'vitest';
import type { Figures } from '../../../disclosure/figures/index.ts';
import { compareFigures, figureName, figureText } from './compare-reports.ts';

const figures = (deny: string, cash: string): Figures => ({
  claims: {
    total: '105',
    decided: { least: '90', most: '98' },
    awarded: { least: '0', most: '8' },
    byClass: [
      { partyClass: 'general', claims: '80', award: '0', deny, close: '71', open: '0' },
      { partyClass: '*', claims: '8', award: '0', deny: '0', close: '0', open: '8' },
    ],
  },
  days: [],
  cash: [],
  delays: [],
  issues: [
    {
      ...{ clause: '§1', name: '멜론 이용권', remedy: 'extension', unit: 'day', currency: '' },
      ...{ parties: cash, totalMinor: '0' },
    },
  ],
  automatic: [],
});

it('names each figure that differs in the words of the report, and no other', () => {
  const changes = compareFigures(figures('9', '40'), figures('10', '50'));
  expect(changes.map(({ was, now }) => [was, now])).toEqual([
    ['9', '10'],
    ['40', '50'],
  ]);
  const awardNames = [
    {
      ...{ policyHash: 'a', clause: '§1', remedy: 'extension' },
      label: { ko: '멜론 이용권', en: 'Melon pass' },
    },
  ];
  const names = (locale: 'ko' | 'en') =>
    changes.map((change) => figureName(change, { locale, awardNames }));
  expect(names('en')).toEqual([
    'Claims · by class · General users · denied',
    'Redress other than cash · §1 · Extension · Melon pass · accounts',
  ]);
  expect(names('ko')[0]).toBe('접수 · 구분별 · 일반 이용자 · 보상 없음');
  expect(names('ko')[1]).toContain(' · 멜론 이용권 · ');
  const [, kept] = changes.map((change) => figureName(change, { locale: 'en', awardNames: [] }));
  expect(kept).toContain(' · 멜론 이용권 · ');

  const added = compareFigures({ ...figures('9', '40'), issues: [] }, figures('9', '40'));
  const shown = (locale: 'ko' | 'en') =>
    added.map((change) => figureText(change.now ?? '', change, { locale, awardNames }));
  expect(shown('en')).toEqual(['§1', '', 'Melon pass', '40', 'Extension', '0', 'day']);
  expect(shown('ko')).toContain('멜론 이용권');
});
