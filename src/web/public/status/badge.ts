import type { Locale } from '../public-layout.tsx';
import type { DayState } from './history.ts';
import { statusWords } from './status.page.tsx';

const colors: Readonly<Record<DayState, string>> = {
  operational: '#1d7347',
  degraded: '#8f5600',
  down: '#bd2c0f',
};

/** How wide a text is about, in the badge's font: Korean syllables are twice as wide. */
function widthOf(text: string): number {
  return [...text].reduce((sum, letter) => sum + (letter > '\u1100' ? 12 : 6.6), 0) + 12;
}

/** Draws the state of a page for other pages to show; it says the state in words. */
export function renderBadge(state: DayState, locale: Locale): string {
  const words = statusWords(locale);
  const [left, right] = [words.badge, words.states[state]];
  const [a, b] = [widthOf(left), widthOf(right)];
  const label = `${left}: ${right}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${a + b}" height="20" role="img" aria-label="${label}">`,
    `<title>${label}</title>`,
    `<rect width="${a}" height="20" fill="#464c53"/>`,
    `<rect x="${a}" width="${b}" height="20" fill="${colors[state]}"/>`,
    '<g fill="#fff" font-family="Verdana,DejaVu Sans,Noto Sans KR,sans-serif" font-size="11" text-anchor="middle">',
    `<text x="${a / 2}" y="14">${left}</text><text x="${a + b / 2}" y="14">${right}</text></g></svg>`,
  ].join('');
}
