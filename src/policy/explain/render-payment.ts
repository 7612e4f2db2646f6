import { renderRational } from '../../kernel/index.ts';
import type { Award } from '../determination.ts';
import { renderAwardWords, renderShown } from './render-shown.ts';
import { type Locale, words } from './words.ts';

const ways = {
  ko: {
    automatic: '신청하지 않아도 지급합니다',
    on_claim: '신청하면 지급합니다',
    on_acceptance: '수락하면 지급합니다',
  },
  en: {
    automatic: 'given without a claim',
    on_claim: 'given on a claim',
    on_acceptance: 'given once it is accepted',
  },
} as const;

/** Gives what stands behind an award in an explanation: choices, the way it is come by, parts. */
export function renderPayment(award: Award, locale: Locale): string[] {
  const { choices = [], applies, spread } = award;
  const lines = choices.map((choice) => {
    const offered = renderAwardWords(choice, locale);
    return locale === 'ko' ? `  원하시면 대신: ${offered}` : `  if preferred instead: ${offered}`;
  });
  if (applies) lines.push(`  ${ways[locale][applies]}`);
  if (spread) {
    const count = renderShown({ type: 'number', value: renderRational(spread.count) }, locale);
    const unit = words[locale].units[spread.unit] ?? spread.unit;
    lines.push(
      locale === 'ko'
        ? `  ${count}${unit}에 걸쳐 똑같이 나누어 지급합니다`
        : `  spread evenly over ${count} ${unit}${count === '1' ? '' : 's'}`,
    );
  }
  return lines;
}
