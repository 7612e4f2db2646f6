import type { ReactNode } from 'react';
import type { NodeState } from '../../../../continuity/simulate/index.ts';
import { useLanguage } from '../language.tsx';
import type { Box } from './simulate/lay-out.ts';

const looks = {
  up: { fill: '#e6f4ea', line: '#1e6b3a' },
  recovers: { fill: '#fff4d6', line: '#7a5200' },
  stuck: { fill: '#fde7e9', line: '#a1121f' },
} as const;

/** Says a state in words, as the picture and the table do. */
export function useStateWord(): (state: NodeState | undefined) => string {
  const { words, format } = useLanguage();
  return (state) => {
    const { up, recovers, stuck } = words.continuity.state;
    if (state?.state === 'stuck') return stuck;
    return state?.state === 'recovers' ? recovers(format.count(state.minutes ?? 0)) : up;
  };
}

/** One node: its state by shape and by word, with a colour that repeats them. */
export function NodeShape(props: {
  readonly box: Box;
  readonly title: string;
  readonly state: NodeState | undefined;
  readonly onPress: () => void;
}): ReactNode {
  const { box, title, state } = props;
  const stateWord = useStateWord();
  const look = looks[state?.state ?? 'up'];
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the table has a button for the same
    <g onClick={props.onPress} className="loss-press" data-node={box.id} data-state={state?.state}>
      <Outline box={box} state={state?.state ?? 'up'} />
      <text x={box.x} y={box.y - 3} textAnchor="middle" fill="#1a1a1a">
        {title}
      </text>
      <text
        x={box.x}
        y={box.y + 14}
        textAnchor="middle"
        fontSize="11"
        fontWeight="bold"
        fill={look.line}
      >
        {stateWord(state)}
      </text>
    </g>
  );
}

function Outline(props: { readonly box: Box; readonly state: NodeState['state'] }): ReactNode {
  const { x, y, width, height } = props.box;
  const { fill, line } = looks[props.state];
  const [left, top, right, bottom] = [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
  const look = { fill, stroke: line, strokeWidth: 1.5 };
  if (props.state === 'recovers') {
    const corners = [
      [left + 12, top],
      [right - 12, top],
      [right, y],
      [right - 12, bottom],
      [left + 12, bottom],
      [left, y],
    ];
    return <polygon points={corners.map((corner) => corner.join(',')).join(' ')} {...look} />;
  }
  const isUp = props.state === 'up';
  return (
    <>
      <rect x={left} y={top} width={width} height={height} rx={isUp ? 14 : 0} {...look} />
      {isUp ? null : (
        <path
          d={`M${left + 3} ${top + 3}l12 12m0 -12l-12 12`}
          stroke={line}
          strokeWidth="2"
          fill="none"
        />
      )}
    </>
  );
}
