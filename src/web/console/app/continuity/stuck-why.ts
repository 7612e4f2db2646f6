import type { Inventory, LossAssessment } from '../../../../continuity/simulate/index.ts';
import { useLanguage } from '../language.tsx';

/** Gives, for a stuck node, in a few words why it is stuck; nothing for any other. */
export function useStuckWhy(inventory: Inventory, loss: LossAssessment): (node: string) => string {
  const { words, locale } = useLanguage();
  const { whyShort } = words.continuity;
  const reasons = new Map(loss.stuckReasons.map((reason) => [reason.node, reason]));
  return (node) => {
    const reason = reasons.get(node);
    if (reason === undefined) return '';
    if (reason.cause !== 'behind') return whyShort[reason.cause];
    const titles = reason.behind.map((id) => inventory.nodes.get(id)?.title[locale] ?? id);
    return whyShort.behind(joinNames(titles));
  };
}

/** Joins names so that one with a comma of its own is not taken for two. */
export function joinNames(names: readonly string[]): string {
  return names.join(names.some((name) => name.includes(',')) ? '; ' : ', ');
}
