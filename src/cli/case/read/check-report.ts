import type { CaseFiles } from './case.ts';
import type { CaseFinding } from './read-yaml.ts';

/** Checks that every source a report refers to, as `[12]`, is listed. */
export function checkReport({ report, sources }: CaseFiles): CaseFinding[] {
  if (report === undefined) return [];
  const known = new Set(sources.value.sources.map(({ number }) => number));
  return Object.entries(report.value.text).flatMap(([part, written]) =>
    (['ko', 'en'] as const).flatMap((language) => {
      const text = (written as { ko: string; en: string } | undefined)?.[language] ?? '';
      const cited = [...text.matchAll(/\[(\d+)\]/g)].map(([, number]) => Number(number));
      if (cited.every((number) => known.has(number))) return [];
      const expected = `references to numbers listed in ${sources.file} only`;
      return [report.findingAt(['text', part, language], expected)];
    }),
  );
}
