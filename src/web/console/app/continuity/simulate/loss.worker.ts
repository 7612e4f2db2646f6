import {
  assessInventory,
  explainLoss,
  type Inventory,
  type LossAssessment,
  listNodeStates,
  type NodeState,
  type Picture,
  pictureDrawer,
  restoreInventory,
} from '../../../../../continuity/simulate/index.ts';

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
  readonly picture: Picture;
  readonly states: readonly NodeState[];
  readonly loss: LossAssessment;
  readonly story: readonly string[];
}

interface Opened {
  readonly text: string;
  readonly inventory: Inventory;
  readonly draw: ReturnType<typeof pictureDrawer>;
}

let opened: Opened | undefined;

function open(document: unknown): Opened {
  const text = JSON.stringify(document);
  if (opened?.text === text) return opened;
  const inventory = restoreInventory(document as never);
  opened = { text, inventory, draw: pictureDrawer(inventory) };
  return opened;
}

function answer(request: LossRequest): LossAnswer {
  const { inventory, draw } = open(request.document);
  const { domains, returnsAfterMinutes, openGroups, locale, told } = request;
  const returns = returnsAfterMinutes === undefined ? {} : { returnsAfterMinutes };
  const loss = assessInventory(inventory, [{ domains, ...returns }]).losses[0] as LossAssessment;
  const story =
    told === undefined || domains.length === 0
      ? []
      : explainLoss(inventory, { node: told, domains, locale, ...returns });
  return {
    turn: request.turn,
    picture: draw(loss, { locale, openGroups }),
    states: listNodeStates(inventory, loss, locale),
    loss,
    story,
  };
}

self.onmessage = (event: MessageEvent<LossRequest>) => {
  self.postMessage(answer(event.data));
};
