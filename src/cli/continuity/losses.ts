import { type Command, Option } from 'commander';
import { createNaming, minimalLosses } from '../../continuity/index.ts';
import { openInventory, printJson } from './open-inventory.ts';

interface LossesFlags {
  readonly locale: 'ko' | 'en';
  readonly json?: boolean;
}

const words = {
  en: {
    down: 'down ',
    stuck: 'stuck',
    all: 'Order ≤ 2: every loss was tried.',
    some: 'Order ≤ 2: singles and pairs only; larger losses were not.',
  },
  ko: {
    down: '멈춤     ',
    stuck: '복구 불가',
    all: '한두 곳 상실: 모든 상실을 보았습니다.',
    some: '한 곳과 두 곳의 상실만 보았습니다. 더 큰 상실은 보지 않았습니다.',
  },
} as const;

/** Adds `amends continuity losses`. */
export function addLosses(parent: Command): void {
  parent
    .command('losses')
    .description(
      'List the smallest losses, up to pairs, that take each node down or leave it stuck.',
    )
    .argument('<folder>', 'a folder of inventory files (YAML)')
    .addOption(new Option('--locale <locale>', 'language').choices(['ko', 'en']).default('en'))
    .option('--json', 'one JSON document on stdout')
    .action(listLosses);
}

async function listLosses(folder: string, { locale, json }: LossesFlags): Promise<void> {
  const inventory = await openInventory(folder, locale);
  const down = minimalLosses(inventory, { effect: 'down' });
  const stuck = minimalLosses(inventory, { effect: 'stuck' });
  if (json === true) return printJson({ down, stuck });
  const say = words[locale];
  const name = createNaming(inventory, locale);
  const tell = (sets: readonly (readonly string[])[] | undefined): string =>
    sets?.map((set) => set.map(name.domain).join(' + ')).join('; ') || '–';
  const lines = down.flatMap(({ node, sets }, index) => [
    name.node(node),
    `  ${say.down}  ${tell(sets)}`,
    `  ${say.stuck}  ${tell(stuck[index]?.sets)}`,
  ]);
  const isComplete = down.every((entry) => entry.isComplete);
  process.stdout.write(`${[...lines, '', isComplete ? say.all : say.some].join('\n')}\n`);
}
