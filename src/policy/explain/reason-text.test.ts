import { expect, test } from 'vitest';
import { formatPolicy } from '../format/format-policy.ts';
import { determine, documentText, readDocument } from '../trial-document.ts';
import { renderDetermination } from './render-determination.ts';
import { renderExplanation } from './render-explanation.ts';

const block = `fact storm : yes/no from incident
fact loss : money at least 0 KRW from claimant

exclude when storm because storm "폭풍으로 생긴 장애" / "a storm caused it"
award cash by loss
  up to 0 KRW : none because no_loss "손실 없음"
  above       : if loss is above 9 KRW then review because large "큰 금액" / "a large sum" else loss`;

test.each([
  [true, 5, 'ko', '§1 Rule – 폭풍으로 생긴 장애'],
  [true, 5, 'en', '§1 Rule – a storm caused it'],
  [false, 0, 'en', '§1 Rule – 손실 없음'],
  [false, 10, 'ko', '§1 Rule – 큰 금액'],
  [false, 10, 'en', '§1 Rule – a large sum'],
] as const)('storm %s, loss %d, in %s: %s', (storm, loss, locale, line) => {
  const determination = determine(block, { storm, loss });
  expect(renderExplanation(determination, { locale })).toContain(line);
});

test('the JSON has the name, the clause and the text; an own reason without one has its name alone', () => {
  const given = { storm: true, loss: 5 };
  expect(renderDetermination(determine(block, given))).toMatchObject({
    reasons: [
      {
        code: 'storm',
        clause: '§1',
        label: { ko: '폭풍으로 생긴 장애', en: 'a storm caused it' },
      },
    ],
  });
  const bare = block.replace(' "폭풍으로 생긴 장애" / "a storm caused it"', '');
  const { reasons } = JSON.parse(JSON.stringify(renderDetermination(determine(bare, given))));
  expect(reasons).toEqual([{ code: 'storm', clause: '§1' }]);
});

test('one text serves the same reason wherever it is given', () => {
  const also = block.replace(
    'exclude when storm',
    'exclude when loss is 7 KRW because storm\nexclude when storm',
  );
  const lines = renderExplanation(determine(also, { storm: false, loss: 7 }), { locale: 'en' });
  expect(lines).toContain('§1 Rule – a storm caused it');
});

test('the formatter keeps the texts', () => {
  const once = formatPolicy(readDocument(documentText(block)));
  expect(once).toContain('because storm "폭풍으로 생긴 장애" / "a storm caused it"');
  expect(once).toContain('none because no_loss "손실 없음"');
  expect(once).toContain('review because large "큰 금액" / "a large sum" else loss');
  expect(formatPolicy(readDocument(once))).toBe(once);
});
