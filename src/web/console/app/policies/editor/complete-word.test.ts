import { describe, expect, test } from 'vitest';
import { documentText } from '../../../../../policy/trial-document.ts';
import { completeAt } from './complete-word.ts';

const block = `fact outage : duration from incident "장애" / "outage"
fact out_days : count from company
let over = out_days
exclude when out_days is 0 because outside "…"
award cash `;

const choicesOf = (written: string) => {
  const text = documentText(`${block}${written}`);
  const at = text.indexOf(`${block}${written}`) + block.length + written.length;
  return completeAt(text, at, { least: 2 })?.choices.map(({ label }) => label);
};

describe('a word that is begun', () => {
  test.each([
    ['out', ['outage', 'out_days', 'outside']],
    ['ov', ['over']],
    ['add_w', ['add_working_days']],
    ['begu', ['begun']],
    ['vou', ['voucher']],
    ['outage', []],
    ['o', undefined],
    ['"ou', undefined],
    ['"x" ou', ['outage', 'out_days', 'outside']],
  ])('%s can be %j', (written, expected) => {
    expect(choicesOf(written)).toEqual(expected);
  });

  test('is left alone outside of a block', () => {
    const text = `${documentText(block)}\nou`;
    expect(completeAt(text, text.length, { least: 2 })).toBeUndefined();
  });

  test('names tell their declaration, and where the word begins', () => {
    const text = documentText(`${block}outa`);
    const at = text.indexOf('outa\n') + 4;
    expect(completeAt(text, at, { least: 2 })).toEqual({
      from: at - 4,
      choices: [
        {
          label: 'outage',
          kind: 'name',
          detail: 'fact outage : duration from incident "장애" / "outage"',
        },
      ],
    });
  });
});
