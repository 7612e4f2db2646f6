import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { explainLoss } from '../tell/explain-loss.ts';
import { parseInventory } from './parse-inventory.ts';

const page = readFileSync(
  new URL('../../../docs/continuity-inventory.md', import.meta.url),
  'utf8',
);

it('the worked example of the guide is read, and tells the story that is printed under it', () => {
  const text = /```yaml\n(.*?)```/s.exec(page)?.[1] ?? '';
  const parsed = parseInventory([{ name: 'example.yaml', text }]);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.refusal));
  const story = explainLoss(parsed.value, { node: 'shop', domains: ['seoul'], locale: 'en' });
  const [, printed = ''] = /--dir inventory\/\n((?: {4}.*\n)+)/.exec(page) ?? [];
  expect(story).toEqual(
    printed
      .trimEnd()
      .split('\n')
      .map((line) => line.trim()),
  );
  const moved = text.replace(
    'deploy: { kind: tool, at: seoul }',
    'deploy: { kind: tool, at: seoul | busan }',
  );
  const mended = parseInventory([{ name: 'example.yaml', text: moved }]);
  if (!mended.ok) throw new Error(JSON.stringify(mended.refusal));
  const after = explainLoss(mended.value, { node: 'shop', domains: ['seoul'], locale: 'en' });
  expect(after).toContain('shop is back after 30 minutes by option “start-in-busan” [shop/1].');
});
