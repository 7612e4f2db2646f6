import type { ReactNode } from 'react';
import {
  type Inventory,
  type LossAssessment,
  optionId,
} from '../../../../continuity/simulate/index.ts';
import { useLanguage } from '../language.tsx';

const chartWidth = 1000;

/** When each node is back: a bar from the loss to its return, in order, its words above it. */
export function RecoveryChart(props: {
  readonly inventory: Inventory;
  readonly loss: LossAssessment;
}): ReactNode {
  const { words, locale, format } = useLanguage();
  const { continuity } = words;
  const { inventory, loss } = props;
  if (loss.recovery.length === 0 && loss.stuck.length === 0) {
    return <p className="empty">{continuity.recoveryNone}</p>;
  }
  const longest = Math.max(1, ...loss.recovery.map(({ minutes }) => minutes));
  const nameOf = (id: string) => inventory.nodes.get(id)?.title[locale] ?? id;
  const wayOf = (node: string, way: string): string => {
    if (way === 'restart') return continuity.ways.restart;
    if (way === 'returned') return continuity.ways.returned;
    const options = inventory.nodes.get(node)?.options ?? [];
    return options.find((_, index) => optionId(node, index) === way)?.name ?? way;
  };
  return (
    <ol className="gantt">
      {loss.recovery.map(({ node, minutes, way }) => (
        <li key={node}>
          <b>{continuity.recoveryStep(nameOf(node), format.count(minutes), wayOf(node, way))}</b>
          <Bar width={(minutes / longest) * chartWidth} isStuck={false} />
        </li>
      ))}
      {loss.stuck.map((node) => (
        <li key={node}>
          <b>
            {nameOf(node)} · {continuity.state.stuck}
          </b>
          <Bar width={chartWidth} isStuck />
        </li>
      ))}
    </ol>
  );
}

function Bar(props: { readonly width: number; readonly isStuck: boolean }): ReactNode {
  const { width, isStuck } = props;
  return (
    <svg viewBox={`0 0 ${chartWidth} 20`} preserveAspectRatio="none" aria-hidden="true">
      <rect width={chartWidth} height="20" fill="#f1f2f4" />
      <rect
        y="3"
        width={Math.max(2, width)}
        height="14"
        fill={isStuck ? '#fde7e9' : '#0b50d0'}
        stroke={isStuck ? '#a1121f' : 'none'}
        strokeDasharray={isStuck ? '12 8' : undefined}
      />
    </svg>
  );
}
