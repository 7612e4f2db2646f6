import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { publicMessages as publicEn } from './en/public.ts';
import { referenceClasses as en } from './en/reference-classes.ts';
import { reportMessages as reportEn } from './en/report.ts';
import { publicMessages as publicKo } from './ko/public.ts';
import { referenceClasses as ko } from './ko/reference-classes.ts';
import { reportMessages as reportKo } from './ko/report.ts';

interface Named {
  readonly code: string;
  readonly titles: { readonly ko: string; readonly en: string };
}

const file = new URL('../../../cases/pangyo-2022/population.yaml', import.meta.url);
const population = parse(readFileSync(file, 'utf8')) as { readonly flags: readonly Named[] };

it('are called on every page as the reference case calls them', () => {
  const named = {
    ko: [ko, publicKo.partyClass, reportKo.partyClass],
    en: [en, publicEn.partyClass, reportEn.partyClass],
  };
  expect(population.flags.map(({ code }) => code)).toContain('page_webtoon_member');
  for (const locale of ['ko', 'en'] as const) {
    const wanted = population.flags.map(({ code, titles }) => [code, titles[locale]]);
    for (const names of named[locale]) {
      const read: Readonly<Record<string, string>> = names;
      expect(population.flags.map(({ code }) => [code, read[code]])).toEqual(wanted);
    }
  }
});
