import { expect, it } from 'vitest';
import { textWidth, wrapLabel } from './label.ts';

it('a label is broken between words, and a long word where it may break or else anywhere', () => {
  expect(wrapLabel('Spare capacity at the other sites', 88)).toEqual([
    'Spare',
    'capacity at',
    'the other',
    'sites',
  ]);
  expect(wrapLabel('패키지 저장소(Nexus)', 88)).toEqual(['패키지 저장소', '(Nexus)']);
  expect(wrapLabel('', 88)).toEqual(['']);
});

it('no letter is lost and no line is wider than asked', () => {
  const texts = [
    '대기서버를활성화하는권한관리기능과자동전환시스템',
    'a-very-long-name/with.parts',
    'Mm W',
  ];
  for (const text of texts) {
    const lines = wrapLabel(text, 60);
    expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
    for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(60);
  }
});
