import { type ReactNode, useState } from 'react';
import type {
  Inventory,
  LossAssessment,
  RecoveryStep,
} from '../../../../continuity/simulate/index.ts';
import { useLanguage } from '../language.tsx';
import { Button } from '../ui/button.tsx';
import { useWay } from './recovery-way.ts';
import { startOfStep } from './start-of-step.ts';
import { useStuckWhy } from './stuck-why.ts';

const chartWidth = 1000;

/** So many steps are shown until all are asked for. */
const stepsFirst = 30;

/** The recovery as a Gantt chart: for each node a bar from when its recovery can begin until it is back, in order; what is stuck comes last, with why. */
export function RecoveryChart(props: {
  readonly inventory: Inventory;
  readonly loss: LossAssessment;
}): ReactNode {
  const { words, locale, format } = useLanguage();
  const { continuity } = words;
  const { inventory, loss } = props;
  const stuckWhy = useStuckWhy(inventory, loss);
  const [isAll, setAll] = useState(false);
  if (loss.recovery.length === 0 && loss.stuck.length === 0) {
    return <p className="empty">{continuity.recoveryNone}</p>;
  }
  const longest = scaleEnd(Math.max(1, ...loss.recovery.map(({ minutes }) => minutes)));
  const nameOf = (id: string) => inventory.nodes.get(id)?.title[locale] ?? id;
  const count = loss.recovery.length + loss.stuck.length;
  const steps = isAll ? loss.recovery : loss.recovery.slice(0, stepsFirst);
  const stuck = isAll ? loss.stuck : loss.stuck.slice(0, Math.max(0, stepsFirst - steps.length));
  return (
    <>
      <Axis longest={longest} />
      <ol className="recovery">
        {steps.map((step) => (
          <Step key={step.node} step={step} inventory={inventory} longest={longest} />
        ))}
        {stuck.map((node) => (
          <li key={node}>
            <b>
              {nameOf(node)} · {continuity.state.stuck} · {stuckWhy(node)}
            </b>
            <Bar from={0} until={chartWidth} isStuck />
          </li>
        ))}
      </ol>
      {steps.length + stuck.length === count ? null : (
        <Button onPress={() => setAll(true)}>{continuity.showAll(format.count(count))}</Button>
      )}
    </>
  );
}

function Step(props: {
  readonly step: RecoveryStep;
  readonly inventory: Inventory;
  readonly longest: number;
}): ReactNode {
  const { words, locale, format } = useLanguage();
  const { continuity } = words;
  const { inventory, longest } = props;
  const { node, minutes } = props.step;
  const from = startOfStep(inventory, props.step);
  const named = inventory.nodes.get(node);
  const wayName = useWay(inventory)(props.step);
  return (
    <li>
      <b>
        {continuity.recoveryStep(
          named?.title[locale] ?? node,
          from === minutes
            ? format.count(minutes)
            : `${format.count(from)}–${format.count(minutes)}`,
          wayName,
        )}
      </b>
      <Bar
        from={(from / longest) * chartWidth}
        until={(minutes / longest) * chartWidth}
        isStuck={false}
      />
    </li>
  );
}

/** The end of the scale: whole minutes that four equal parts divide. */
function scaleEnd(minutes: number): number {
  return Math.ceil(minutes / 4) * 4;
}

function Axis({ longest }: { readonly longest: number }): ReactNode {
  const { words, format } = useLanguage();
  return (
    <p className="recovery-axis">
      {[0, 0.25, 0.5, 0.75, 1].map((share) => (
        <span key={share}>
          {format.count(Math.round(share * longest))}
          {share === 1 ? ` ${words.continuity.minutesShort}` : ''}
        </span>
      ))}
    </p>
  );
}

function Bar(props: {
  readonly from: number;
  readonly until: number;
  readonly isStuck: boolean;
}): ReactNode {
  const { from, until, isStuck } = props;
  return (
    <svg viewBox={`0 0 ${chartWidth} 20`} preserveAspectRatio="none" aria-hidden="true">
      <rect width={chartWidth} height="20" fill="#f1f2f4" />
      {[250, 500, 750].map((x) => (
        <path key={x} d={`M${x} 0V20`} stroke="#cdd1d5" />
      ))}
      <rect
        x={Math.min(from, chartWidth - 3)}
        y="3"
        width={Math.max(3, until - from)}
        height="14"
        fill={isStuck ? '#fde7e9' : '#0b50d0'}
        stroke={isStuck ? '#a1121f' : 'none'}
        strokeDasharray={isStuck ? '12 8' : undefined}
      />
    </svg>
  );
}
