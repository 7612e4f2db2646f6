import {
  createNaming,
  type Inventory,
  type RankedFix,
  type WhatIf,
} from '../../continuity/index.ts';
import { renderCount } from '../shell/table.ts';

type Locale = 'ko' | 'en';

/** Losses of one domain and of two, as figures already written. */
interface Pair {
  readonly one: string;
  readonly two: string;
}

const words = {
  en: {
    every: 'every domain',
    sites: 'sites only, as there are many domains',
    today: (scope: string, down: Pair, stuck: Pair) =>
      `Today (${scope}): tier 0 goes down by ${down.one} single losses and ${down.two} pairs, and is stuck after ${stuck.one} and ${stuck.two}, counted by node. A domain around another counts beside it; \`check\` counts the smaller alone.`,
    none: 'No single change takes any of them away.',
    place: (nodes: string, domain: string) => `Place ${nodes} in ${domain} too`,
    wayBack: (nodes: string) => `Write down a way back for ${nodes} that needs nothing lost`,
    tierZero: (nodes: string) => ` (tier 0: ${nodes})`,
    change: (change: Pair, down: Pair, stuck: Pair) =>
      `single losses ${change.one}, pairs ${change.two}; left: down ${down.one} and ${down.two}, stuck ${stuck.one} and ${stuck.two}`,
    sequence: 'One upon the other:',
    note: 'A pair counts where neither of its domains does it alone, so a single loss taken away may leave a pair behind.',
  },
  ko: {
    every: '모든 곳',
    sites: '곳이 많아 사이트만',
    today: (scope: string, down: Pair, stuck: Pair) =>
      `지금(${scope}): 0등급이 멈추는 경우는 한 곳 상실 ${down.one}가지와 두 곳 상실 ${down.two}가지, 되살릴 수 없는 경우는 ${stuck.one}가지와 ${stuck.two}가지입니다. 항목마다 셉니다. 다른 곳을 품은 곳도 따로 세며, \`check\`는 작은 쪽만 셉니다.`,
    none: '하나만 바꾸어서는 줄어드는 것이 없습니다.',
    place: (nodes: string, domain: string) => `다음을 ${domain}에도 두기: ${nodes}`,
    wayBack: (nodes: string) => `잃는 곳에 기대지 않는 복구 방법 적기: ${nodes}`,
    tierZero: (nodes: string) => ` (0등급: ${nodes})`,
    change: (change: Pair, down: Pair, stuck: Pair) =>
      `한 곳 상실 ${change.one}, 두 곳 상실 ${change.two}. 남는 것(한 곳 + 두 곳): 멈춤 ${down.one} + ${down.two}, 복구 불가 ${stuck.one} + ${stuck.two}`,
    sequence: '차례로 하나씩 더하면:',
    note: '두 곳 상실은 어느 한 곳만으로는 그렇게 되지 않을 때 셉니다. 그래서 한 곳 상실이 사라지면 두 곳 상실이 남을 수 있습니다.',
  },
} as const;

/** Renders the changes that help most and a sequence of them, in the names of nodes and domains. */
export function renderFixes(found: WhatIf, inventory: Inventory, locale: Locale): string {
  const say = words[locale];
  const { today, ranked, sequence } = found;
  const head = say.today(
    found.isEveryDomain ? say.every : say.sites,
    { one: renderCount(today.downOne), two: renderCount(today.downTwo) },
    { one: renderCount(today.stuckOne), two: renderCount(today.stuckTwo) },
  );
  if (ranked.length === 0) return `${head}\n\n${say.none}`;
  const name = createNaming(inventory, locale);
  const list = (fixes: readonly RankedFix[]): string[] =>
    fixes.flatMap((fix, index) => {
      const mark = `${index + 1}. `;
      return [`${mark}${tellFix(fix)}`, `${' '.repeat(mark.length)}${tellChange(fix, locale)}`];
    });
  const tellFix = (fix: RankedFix): string => {
    const { nodes, domain } = fix;
    const zero = nodes.filter((id) => inventory.nodes.get(id)?.tier === 0);
    const names = name.list(nodes.map(name.node));
    const what = domain === undefined ? say.wayBack(names) : say.place(names, name.domain(domain));
    const isSaid = zero.length === 0 || nodes.length === 1;
    return isSaid ? what : `${what}${say.tierZero(name.list(zero.map(name.node)))}`;
  };
  return [head, '', ...list(ranked), '', say.sequence, '', ...list(sequence), '', say.note].join(
    '\n',
  );
}

function tellChange({ removedOne, removedTwo, left }: RankedFix, locale: Locale): string {
  return words[locale].change(
    { one: signed(-removedOne), two: signed(-removedTwo) },
    { one: renderCount(left.downOne), two: renderCount(left.downTwo) },
    { one: renderCount(left.stuckOne), two: renderCount(left.stuckTwo) },
  );
}

/** A change with its sign, and ±0 where there is none. */
function signed(change: number): string {
  if (change === 0) return '±0';
  return `${change > 0 ? '+' : '−'}${renderCount(Math.abs(change))}`;
}
