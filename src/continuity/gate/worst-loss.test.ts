import { expect, it } from 'vitest';
import { assessInventory, siteLosses } from '../assess-inventory.ts';
import { parseInventory } from '../read/parse-inventory.ts';
import { findWorstLoss } from './worst-loss.ts';

function worst(nodes: string): string | undefined {
  const text = `format: amends-inventory/1
name: x
domains: { a: { class: site }, b: { class: site } }
nodes:
${nodes}`;
  const parsed = parseInventory([{ name: 'a.yaml', text }]);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.refusal));
  const { losses } = assessInventory(parsed.value, siteLosses(parsed.value));
  return findWorstLoss(parsed.value, losses)?.domains.join('+');
}

const back = 'options: [{ name: again, mode: auto, minutes: 5, at: "-" }]';

it('the worst loss is the one that leaves most stuck, tier 0 before all else', () => {
  expect(worst('  up: { kind: tool, at: a | b }\n')).toBeUndefined();
  const fewStuck = `  one: { kind: tool, at: a, ${back} }\n  two: { kind: tool, at: a, ${back} }\n  three: { kind: tool, at: b }\n`;
  expect(worst(fewStuck)).toBe('b');
  const tierZero =
    '  one: { kind: tool, at: b }\n  two: { kind: tool, at: b }\n  first: { kind: service, tier: 0, at: a }\n';
  expect(worst(tierZero)).toBe('a');
  expect(worst('  one: { kind: tool, at: a }\n  two: { kind: tool, at: b }\n')).toBe('a');
});
