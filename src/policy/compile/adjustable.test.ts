import { expect, it } from 'vitest';
import { assert } from '../../kernel/index.ts';
import { parsePolicy } from '../index.ts';
import { adjustText, listAdjustables } from './index.ts';

const text = `---
policy: figures
version: "1"
title: { ko: 가, en: Figures }
currency: KRW
zone: Asia/Seoul
applies: automatic
---

## §1 Figures

\`\`\`amends
fact fee : money at least 0 KRW from company
constant share = 50 %
constant portion = 0.5 %
constant basis = 999 KRW
constant waiting = 3 hours
constant times = 3
fact outage : duration from incident
fact days : count from incident

let factor = by days up to 3 : times above : 5
for outage is above waiting
award credit fee × share × portion × factor + basis rounded down to 1 KRW
\`\`\`
`;

it.each([
  [95n, ['47.5 %', '0.475 %', '949 KRW', '2.85 hours', '2.85', '2.85']],
  [120n, ['60 %', '0.6 %', '1198 KRW', '3.6 hours', '3.6', '3.6']],
  [100n, ['50 %', '0.5 %', '999 KRW', '3 hours', '3', '3']],
])('a figure is tried exactly at a hundredth times %s, an amount in whole units', (percent, expected) => {
  const parsed = parsePolicy(text);
  assert(parsed.ok, 'test: the document is read', parsed);
  const share = { numerator: percent, denominator: 100n };
  const tried = listAdjustables(parsed.value).map((figure) => {
    const changed = parsePolicy(adjustText(parsed.value, figure, share));
    assert(changed.ok, 'test: the changed document is read', changed);
    const all = listAdjustables(changed.value);
    return all.find(({ spans }) => spans[0]?.from === figure.spans[0]?.from)?.text;
  });
  expect(tried).toEqual(expected);
});

it('comes to the nearest whole number where a part of one means nothing', () => {
  const parsed = parsePolicy(text);
  assert(parsed.ok, 'test: the document is read', parsed);
  const figure = listAdjustables(parsed.value).find(({ name }) => name === 'times');
  assert(figure, 'test: the constant is listed');
  const tried = [50n, 75n, 90n, 95n, 110n, 125n, 150n].map((numerator) =>
    adjustText(parsed.value, figure, { numerator, denominator: 100n, isWhole: true }),
  );
  const found = tried.map((one) => /constant times = (\S+)/.exec(one)?.[1]);
  expect(found).toEqual(['2', '2', '3', '3', '3', '4', '5']);
});
