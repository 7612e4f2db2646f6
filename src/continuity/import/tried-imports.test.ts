import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkTriedImport } from '../../../test/support/check-tried-import.ts';
import { TRIED_IMPORTS, type TriedImport } from '../../../test/support/tried-imports.ts';

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

/** What a repository answers for its files, recorded from a small one of our own making. */
const ANSWERS: Readonly<Record<string, string>> = {
  'stack/compose.yaml': `services:
  web:
    image: registry.example/web:1
    environment: { DATABASE_URL: 'postgres://db:5432/app', QUEUE: '\${QUEUE_ADDR}' }
    depends_on: [db]
  db:
    image: registry.example/postgres:18
  queue:
    image: registry.example/queue:2
    depends_on: { db: { condition: service_healthy } }
`,
  'stack/.env': 'QUEUE_ADDR=queue:5672\n',
};

const SMALL: TriedImport = {
  project: 'A small stack',
  repository: 'example/stack',
  commit: '0000000000000000000000000000000000000000',
  importer: 'docker-compose',
  files: ['stack/compose.yaml'],
  environment: 'stack/.env',
  nodes: 4,
  edges: 7,
  suspected: 5,
  withoutPurpose: 1,
};

describe('the check of `npm run imports`', () => {
  const read = (path: string): string => ANSWERS[path] ?? '';

  it('is content with what is told', () => {
    expect(checkTriedImport(SMALL, read)).toEqual({
      isSame: true,
      says: 'A small stack: {"nodes":4,"edges":7,"suspected":5,"withoutPurpose":1}',
    });
  });

  it.each([
    'nodes',
    'edges',
    'suspected',
    'withoutPurpose',
  ] as const)('fails where %s are one more than is told, and says both', (count) => {
    const told = { ...SMALL, [count]: SMALL[count] - 1 };
    const result = checkTriedImport(told, read);
    expect(result.isSame).toBe(false);
    expect(result.says).toContain(`"${count}":${SMALL[count]}`);
    expect(result.says).toContain('not as told');
    expect(result.says).toContain(`"${count}":${SMALL[count] - 1}`);
  });

  it('fails where the project has changed: a dependency less, a variable less', () => {
    const without = (path: string, text: string) => (asked: string) =>
      asked === path ? read(asked).replace(text, '') : read(asked);
    expect(
      checkTriedImport(SMALL, without('stack/compose.yaml', '    depends_on: [db]\n')).isSame,
    ).toBe(false);
    expect(checkTriedImport(SMALL, without('stack/.env', 'QUEUE_ADDR=queue:5672')).isSame).toBe(
      false,
    );
  });

  it('fails on a file that is refused, and says where', () => {
    const result = checkTriedImport(SMALL, () => 'services: [');
    expect(result.isSame).toBe(false);
    expect(result.says).toMatch(/^A small stack: refused\ncompose\.yaml:\d+/);
  });
});
