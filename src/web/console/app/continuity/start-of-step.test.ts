import { expect, it } from 'vitest';
import { SMALL_INVENTORY } from '../../../../../test/support/small-inventory.ts';
import { assessInventory, parseInventory } from '../../../../continuity/index.ts';
import { startOfStep } from './start-of-step.ts';

it('a bar begins when what the option needs is there', () => {
  const text = SMALL_INVENTORY.replace(
    'switch: { kind: tool, at: busan | daegu }',
    'switch: { kind: tool, at: seoul, options: [{ name: move, mode: auto, minutes: 15 }] }',
  );
  const parsed = parseInventory([{ name: 'a.yaml', text }]);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.refusal));
  const [loss] = assessInventory(parsed.value, [{ domains: ['seoul'] }]).losses;
  const bars = loss?.recovery.map((step) => [
    step.node,
    startOfStep(parsed.value, step),
    step.minutes,
  ]);
  expect(bars).toEqual([
    ['switch', 0, 15],
    ['portal', 15, 35],
  ]);
});
