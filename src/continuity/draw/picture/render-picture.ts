import type { LossAssessment } from '../../assess-inventory.ts';
import { ALWAYS, holds } from '../../formula.ts';
import type { Inventory } from '../../inventory.ts';
import { chooseShown, openAtFirst } from './choose-shown.ts';
import { groupPlaces, type NodeGroup } from './group-places.ts';
import { type Layout, layOut } from './lay-out.ts';
import { findHubs, type Hub } from './needs.ts';
import { listNodeStates, type NodeState } from './node-states.ts';
import { type PictureWords, pictureWords } from './picture-words.ts';
import { type GroupLook, renderGroupBox, renderGroupText } from './render-group.ts';
import { escapeXml, renderArrow, renderMarker, renderNode, renderRest } from './render-shapes.ts';

/** One picture of an inventory under a loss. */
export interface Picture {
  /** One SVG document; all text in it is escaped. Boxes carry `data-node` and `data-state`, or `data-group`. */
  readonly svg: string;
  readonly width: number;
  readonly height: number;
  /** Every group there is, each after the one around it, and those that are open. */
  readonly groups: readonly NodeGroup[];
  readonly openGroups: readonly string[];
  /** Whether arrows are left out: groups need each other nearly all. */
  readonly isWithoutArrows: boolean;
}

/** How an inventory is drawn: the language, what is open, and what ids in the document begin with. */
export interface PictureOptions {
  readonly locale: 'ko' | 'en';
  /** Ids of groups; when absent, all are open up to 150 nodes, and none above. */
  readonly openGroups?: readonly string[] | undefined;
  /** Several pictures in one page need prefixes of their own. */
  readonly idPrefix?: string | undefined;
}

/**
 * Gives a function that draws an inventory under one loss after another; what is laid out alike is laid out once.
 *
 * Places are boxes, halls within sites; the needs are arrows, solid to run and dashed to recover; each node's state
 * is told by shape, word and colour. `listNodeStates` gives the table that stands beside it.
 */
export function pictureDrawer(
  inventory: Inventory,
): (loss: LossAssessment, options: PictureOptions) => Picture {
  const groups = groupPlaces(inventory);
  const layouts = new Map<string, Layout>();
  return (loss, options) => {
    const { locale } = options;
    const openGroups = options.openGroups ?? openAtFirst(groups);
    const shown = chooseShown(groups, { openGroups: new Set(openGroups), loss });
    const hubs = findHubs(inventory, loss);
    const key = JSON.stringify([
      locale,
      shown.map((group) => [group.id, group.isOpen, group.shown]),
      [...hubs.keys()],
    ]);
    const layout = layouts.get(key) ?? layOut(inventory, shown, { locale, hubs });
    if (layouts.size > 8) layouts.clear();
    layouts.set(key, layout);
    const svg = render({ inventory, loss, layout, groups, hubs, options });
    const { width, height, isWithoutArrows } = layout;
    return { svg, width, height, groups, openGroups, isWithoutArrows };
  };
}

/** Draws a loss as one SVG; where several are drawn of one inventory, `pictureDrawer` is quicker. */
export function renderLossDiagram(
  inventory: Inventory,
  loss: LossAssessment,
  options: PictureOptions,
): string {
  return pictureDrawer(inventory)(loss, options).svg;
}

interface Drawn {
  readonly inventory: Inventory;
  readonly loss: LossAssessment;
  readonly layout: Layout;
  readonly groups: readonly NodeGroup[];
  readonly hubs: ReadonlyMap<string, Hub>;
  readonly options: PictureOptions;
}

function render(drawn: Drawn): string {
  const { inventory, loss, layout, options } = drawn;
  const { locale, idPrefix = 'loss' } = options;
  const words = pictureWords[locale];
  const states = new Map(
    listNodeStates(inventory, loss, locale).map((state) => [state.node, state]),
  );
  const count = { up: 0, recovers: 0, stuck: 0 };
  for (const { state } of states.values()) count[state] += 1;
  const inLoop = new Set(loss.loops.flat());
  const lost = loss.domains.map((id) => inventory.domains.get(id)?.title[locale] ?? id).join(' + ');
  const groupOf = new Map(drawn.groups.map((group) => [group.id, group]));
  const groups = layout.groups.map((box) => {
    const group = groupOf.get(box.id) as NodeGroup;
    return { box, look: lookOf(drawn, { group, states, isOpen: box.isOpen }) };
  });
  const size = `viewBox="0 0 ${layout.width} ${layout.height}" width="${layout.width}" height="${layout.height}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" aria-labelledby="${idPrefix}-title ${idPrefix}-desc" font-family="system-ui, 'Noto Sans KR', sans-serif" font-size="13">`,
    `<title id="${idPrefix}-title">${escapeXml(words.title(inventory.title[locale], lost))}</title>`,
    `<desc id="${idPrefix}-desc">${escapeXml(words.desc(count))}</desc>`,
    renderMarker(`${idPrefix}-arrow`),
    `<rect width="${layout.width}" height="${layout.height}" fill="#fff"/>`,
    ...groups.map(({ box, look }) => renderGroupBox(box, look)),
    ...layout.arrows.map((arrow) =>
      renderArrow(arrow, {
        isInLoop: inLoop.has(arrow.from) && inLoop.has(arrow.to),
        marker: `${idPrefix}-arrow`,
      }),
    ),
    ...groups.map(({ box, look }) => renderGroupText(box, look)),
    ...layout.rests.map((box) => renderRest(box, words.more(box.count))),
    ...layout.nodes.map((box) =>
      renderNode(box, {
        state: states.get(box.id) as NodeState,
        words,
        neededBy: drawn.hubs.get(box.id)?.count,
      }),
    ),
    '</svg>',
  ].join('\n');
}

function lookOf(
  { inventory, loss, options }: Drawn,
  about: {
    readonly group: NodeGroup;
    readonly states: ReadonlyMap<string, NodeState>;
    readonly isOpen: boolean;
  },
): GroupLook {
  const { group, states, isOpen } = about;
  const words = pictureWords[options.locale];
  const lost = new Set(loss.lostDomains);
  const gone = group.domains.filter((id) => lost.has(id)).length;
  const isWhole = gone === group.domains.length || hasNoPlaceLeft(inventory, group, lost);
  const isLost = gone > 0 && isWhole;
  const held = isOpen ? [] : group.nodes;
  const countOf = (isCounted: (state: NodeState | undefined) => boolean): number =>
    held.filter((id) => isCounted(states.get(id))).length;
  const count = {
    all: held.length,
    down: countOf((state) => state?.state !== 'up'),
    stuck: countOf((state) => state?.state === 'stuck'),
  };
  return {
    isLost,
    lostWord: isLost ? words.lost : gone > 0 ? words.lostOne : '',
    count,
    countWord: words.group(count),
    kindsWord: tellKinds(inventory, held, words),
  };
}

/** Tells what kinds of nodes there are, the most frequent first. */
function tellKinds(inventory: Inventory, nodes: readonly string[], words: PictureWords): string {
  const counts = new Map<string, number>();
  for (const id of nodes) {
    const kind = words.kinds[inventory.nodes.get(id)?.kind ?? 'service'];
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts]
    .toSorted(([, left], [, right]) => right - left)
    .map(([kind, number]) => `${kind} ${number.toLocaleString('en-US')}`)
    .join(', ');
}

/** Whether no node of a group at several places stands anywhere that is left. */
function hasNoPlaceLeft(
  inventory: Inventory,
  group: NodeGroup,
  lost: ReadonlySet<string>,
): boolean {
  const isLeft = (domain: string): boolean => !lost.has(domain);
  return group.own.every((id) => !holds(inventory.nodes.get(id)?.at ?? ALWAYS, isLeft));
}
