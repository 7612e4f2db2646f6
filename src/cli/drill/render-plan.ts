import { createNaming, type DrillPlan, type Inventory } from '../../continuity/index.ts';

/** A plan whose drills may have their days. */
export type ShownPlan = Omit<DrillPlan, 'drills'> & {
  readonly drills: readonly (DrillPlan['drills'][number] & { readonly dueOn?: string })[];
};

type Drill = ShownPlan['drills'][number];
type Step = Drill['before'][number];
type Target = Drill['covers'][number];

const words = {
  en: {
    remove: (places: string, dueOn: string | undefined) =>
      `${dueOn === undefined ? 'Remove' : `By ${dueOn} remove`} all of ${places}`,
    weight: (kind: string, weight: number) => `(${kind}, weight ${weight})`,
    first: 'first',
    shows: 'shows',
    keeps: (node: string) => `${node} keeps running`,
    brings: (option: string, node: string) => `${option} brings ${node} back`,
    never: 'never shown',
    last: (day: string) => `last on ${day}`,
    anyCrew: 'whoever carries it out',
    kinds: {} as Readonly<Record<string, string>>,
    nothing: 'There is nothing to drill: no node has tier 0, or no site is listed.',
    share: (fresh: number, all: number) =>
      `Shown lately, on the whole of what is lost: ${fresh} of ${all}.`,
  },
  ko: {
    remove: (places: string, dueOn: string | undefined) =>
      `${dueOn === undefined ? '' : `${dueOn}까지 `}전체 차단: ${places}`,
    weight: (_kind: string, weight: number) => `(가중치 ${weight})`,
    first: '먼저',
    shows: '확인',
    keeps: (node: string) => `${node} 계속 동작`,
    brings: (option: string, node: string) => `${option}: ${node} 복구`,
    never: '확인한 적 없음',
    last: (day: string) => `마지막 확인 ${day}`,
    anyCrew: '복구를 맡은 사람',
    kinds: {
      'read-through': '절차서 낭독',
      contact: '비상 연락 훈련',
      rehearsal: '격리 예행',
    } as Readonly<Record<string, string>>,
    nothing: '훈련할 것이 없습니다. 0등급 항목이 없거나 사이트가 적혀 있지 않습니다.',
    share: (fresh: number, all: number) =>
      `최근에 전체를 끊고 확인한 것: ${all}가지 가운데 ${fresh}가지.`,
  },
} as const;

/** Renders a plan of drills, the most telling first, in the names of nodes, options and domains. */
export function renderPlan(
  { drills, targetCount, freshCount }: ShownPlan,
  inventory: Inventory,
  locale: 'ko' | 'en',
): string {
  const say = words[locale];
  const name = createNaming(inventory, locale);
  const places = (ids: readonly string[]): string => name.list(ids.map(name.domain));
  const tellStep = ({ kind, about }: Step): string => {
    const told =
      kind === 'read-through' ? places(about.split('+')) : tellRehearsed(about) || say.anyCrew;
    return `   ${say.first}  ${say.kinds[kind] ?? kind}: ${told}`;
  };
  /** An option's id becomes its name and its node's; a crew stays as it is written. */
  const tellRehearsed = (about: string): string => {
    const [, id = '', number] = /^(.+)\/(\d+)$/.exec(about) ?? [];
    const option = inventory.nodes.get(id)?.options[Number(number) - 1];
    if (option === undefined) return about;
    return say.brings(name.option(about, option.name), name.node(id));
  };
  const tellTarget = (target: Target): string => {
    const { node, option, lastOn } = target;
    const what =
      option === undefined
        ? say.keeps(name.node(node))
        : say.brings(name.option(option, target.name), name.node(node));
    return `   ${say.shows}  ${what}; ${lastOn === '' ? say.never : say.last(lastOn)}`;
  };
  const lines = drills.flatMap((drill, index) => [
    '',
    `${index + 1}. ${say.remove(places(drill.domains), drill.dueOn)} ${say.weight(drill.kind, drill.weight)}`,
    ...drill.before.map(tellStep),
    ...drill.covers.map(tellTarget),
  ]);
  const ending = targetCount === 0 ? say.nothing : say.share(freshCount, targetCount);
  return [...lines, '', ending].join('\n').trimStart();
}
