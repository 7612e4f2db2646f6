import {
  type Inventory,
  optionId,
  type RecoveryStep,
} from '../../../../continuity/simulate/index.ts';
import { useLanguage } from '../language.tsx';

/** Says how a node comes back: by itself, because what was lost returns, or by an option of its own. */
export function useWay(inventory: Inventory): (step: RecoveryStep) => string {
  const { words } = useLanguage();
  return ({ node, way }) => {
    if (way === 'restart' || way === 'returned') return words.continuity.ways[way];
    const options = inventory.nodes.get(node)?.options ?? [];
    return options.find((_, index) => optionId(node, index) === way)?.name ?? way;
  };
}
