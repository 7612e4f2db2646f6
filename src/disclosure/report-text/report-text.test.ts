import { describe, expect, it } from 'vitest';
import { countCharacters, decideReportText, findTextFaults, mostCharacters } from './index.ts';

const both = (part: string, ko: string, en = ko) => ({ ko: { [part]: ko }, en: { [part]: en } });

describe('what an editor writes', () => {
  const limits = [
    ['headline', 120],
    ['lead', 600],
    ['happened', 40_000],
    ['changes', 40_000],
  ] as const;

  it.each(limits)('%s may have %i characters, and not one more', (part, most) => {
    expect(mostCharacters(part)).toBe(most);
    expect(decideReportText(both(part, '가'.repeat(most)))).toMatchObject({ ok: true });
    expect(decideReportText(both(part, 'a', '가'.repeat(most + 1)))).toMatchObject({
      refusal: { code: 'report_text_too_long', pointer: `/text/en/${part}`, most },
    });
  });

  it('is counted as it would be kept, and a character outside the first plane once', () => {
    expect(countCharacters('  한 줄  \r\n\r\n\r\n\r\n끝 \n')).toBe('한 줄\n\n끝'.length);
    expect(countCharacters('🔥'.repeat(3))).toBe(3);
    expect(decideReportText(both('headline', '🔥'.repeat(120)))).toMatchObject({ ok: true });
  });

  it('is told everything that is wrong at once, and refused for the first of it', () => {
    const text = {
      ko: { headline: '가'.repeat(121), paid: '글' },
      en: { headline: 'a', happened: 'Found.\n? What told us first?' },
    };
    const found = findTextFaults(text);
    expect(found).toEqual([
      { code: 'report_text_too_long', pointer: '/text/ko/headline', most: 120 },
      { code: 'report_text_one_language', pointer: '/text/ko/happened' },
      {
        ...{ code: 'report_question_open', pointer: '/text/en/happened' },
        question: 'What told us first?',
      },
      { code: 'report_text_one_language', pointer: '/text/en/paid' },
    ]);
    expect(decideReportText(text)).toEqual({ ok: false, refusal: found[0] });
  });
});
