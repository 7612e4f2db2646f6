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
award credit fee × share × portion + basis rounded down to 1 KRW
\`\`\`
`;

it.each([
  [95n, ['47.5 %', '0.475 %', '949 KRW']],
  [120n, ['60 %', '0.6 %', '1198 KRW']],
])('a figure in percent is tried exactly at a hundredth times %s, an amount in whole units', (percent, expected) => {
  const parsed = parsePolicy(text);
  assert(parsed.ok, 'test: the document is read', parsed);
  const share = { numerator: percent, denominator: 100n };
  const tried = listAdjustables(parsed.value).map((figure) => {
    const changed = parsePolicy(adjustText(parsed.value, figure, share));
    assert(changed.ok, 'test: the changed document is read', changed);
    return listAdjustables(changed.value).find(({ name }) => name === figure.name)?.text;
  });
  expect(tried).toEqual(expected);
});
