import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { TRIED_IMPORTS } from '../../../test/support/tried-imports.ts';

const guide = readFileSync(new URL('../../../docs/continuity-imports.md', import.meta.url), 'utf8');

it.each(
  TRIED_IMPORTS,
)('the guide tells of $project what `npm run imports` finds there', (tried) => {
  const told = guide.split('\n\n').find((part) => part.startsWith(`**${tried.project}**`)) ?? '';
  expect(told).toContain(`\`${tried.repository}\`, commit ${tried.commit.slice(0, 7)}`);
  for (const file of tried.files) expect(told).toContain(`\`${file}\``);
  const edges = tried.edges === 1 ? '1 edge' : `${tried.edges} edges`;
  expect(told).toContain(`${tried.nodes} nodes, ${edges}`);
});
