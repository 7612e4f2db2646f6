import {
  assessInventory,
  explainLoss,
  type Inventory,
  type LossAssessment,
  listNodeStates,
  type NodeState,
  restoreInventory,
} from '../../../../../continuity/simulate/index.ts';
import { chooseShown, SHOWN_ALL_MAX } from './choose-shown.ts';
import { groupNodes, type NodeGroup } from './group-nodes.ts';
import { type Layout, layOut } from './lay-out.ts';

/** What the page asks: an inventory, what of it is lost, and how it is to be shown. */
export interface LossRequest {
  readonly turn: number;
  /** Canonical JSON of the inventory. */
  readonly document: unknown;
  readonly domains: readonly string[];
  readonly returnsAfterMinutes: number | undefined;
  /** Undefined at first: all are open where there are few nodes, none where there are many. */
  readonly openGroups: readonly string[] | undefined;
  readonly locale: 'ko' | 'en';
  /** The node whose story is told. */
  readonly told: string | undefined;
}

/** What comes of it. */
export interface LossAnswer {
  readonly turn: number;
  readonly groups: readonly NodeGroup[];
  readonly openGroups: readonly string[];
  readonly layout: Layout;
  readonly states: readonly NodeState[];
  readonly loss: LossAssessment;
  readonly story: readonly string[];
}

let opened: { readonly text: string; readonly inventory: Inventory } | undefined;
let drawn: { readonly key: string; readonly layout: Layout } | undefined;

function answer(request: LossRequest): LossAnswer {
  const text = JSON.stringify(request.document);
  if (opened?.text !== text) {
    opened = { text, inventory: restoreInventory(request.document as never) };
    drawn = undefined;
  }
  const { inventory } = opened;
  const groups = groupNodes(inventory);
  const isSmall = inventory.nodes.size <= SHOWN_ALL_MAX;
  const openGroups = request.openGroups ?? (isSmall ? groups.map(({ id }) => id) : []);
  const { domains, returnsAfterMinutes, locale, told } = request;
  const returns = returnsAfterMinutes === undefined ? {} : { returnsAfterMinutes };
  const [loss] = assessInventory(inventory, [{ domains, ...returns }]).losses;
  const shown = chooseShown(groups, {
    openGroups: new Set(openGroups),
    loss: loss as LossAssessment,
  });
  // What is shown of a large group follows the loss; a small inventory is laid out once.
  const key = JSON.stringify([locale, shown.map((group) => [group.isOpen, group.shown])]);
  if (drawn?.key !== key) drawn = { key, layout: layOut(inventory, shown, { locale }) };
  const states = listNodeStates(inventory, loss as LossAssessment, locale);
  const story =
    told === undefined || domains.length === 0
      ? []
      : explainLoss(inventory, { node: told, domains, locale, ...returns });
  const { layout } = drawn;
  return {
    turn: request.turn,
    groups,
    openGroups,
    layout,
    states,
    loss: loss as LossAssessment,
    story,
  };
}

self.onmessage = (event: MessageEvent<LossRequest>) => {
  self.postMessage(answer(event.data));
};
