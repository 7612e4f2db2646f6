import type { NodeState } from '../../../../continuity/simulate/index.ts';
import { useLanguage } from '../language.tsx';

/** Says a state in words, as the picture and the table do. */
export function useStateWord(): (state: NodeState | undefined) => string {
  const { words, format } = useLanguage();
  return (state) => {
    const { up, recovers, stuck } = words.continuity.state;
    if (state?.state === 'stuck') return stuck;
    return state?.state === 'recovers' ? recovers(format.count(state.minutes ?? 0)) : up;
  };
}
