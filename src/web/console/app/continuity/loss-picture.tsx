import { type ReactNode, useId, useRef, useState } from 'react';
import type { Inventory } from '../../../../continuity/simulate/index.ts';
import { useLanguage } from '../language.tsx';
import { Button } from '../ui/button.tsx';
import { NodeShape } from './node-shape.tsx';
import { savePng, saveSvg } from './save-picture.ts';
import type { NodeGroup } from './simulate/group-nodes.ts';
import type { Box } from './simulate/lay-out.ts';
import type { LossAnswer } from './simulate/loss.worker.ts';

interface PictureProps {
  readonly inventory: Inventory;
  readonly answer: LossAnswer;
  readonly lost: readonly string[];
  readonly onTell: (node: string) => void;
  readonly onToggle: (domains: readonly string[]) => void;
  readonly onOpenGroups: (groups: readonly string[]) => void;
}

/** The dependencies, grouped by place; a press on a place loses it, one on a node tells why. */
export function LossPicture(props: PictureProps): ReactNode {
  const { words, locale } = useLanguage();
  const { continuity } = words;
  const { inventory, answer } = props;
  const picture = useRef<SVGSVGElement>(null);
  const marker = useId();
  const [zoom, setZoom] = useState<number>();
  const { layout, states, loss } = answer;
  const stateOf = new Map(states.map((state) => [state.node, state]));
  const inLoop = new Set(loss.loops.flat());
  const save = (as: typeof saveSvg): void => {
    if (picture.current !== null) void as(picture.current, inventory.name);
  };
  return (
    <>
      <p className="hint">{continuity.pictureHint}</p>
      {layout.isWithoutArrows ? <p className="hint">{continuity.withoutArrows}</p> : null}
      <GroupButtons {...props} />
      <section
        className={zoom === undefined ? 'loss-scroll loss-whole' : 'loss-scroll'}
        aria-label={continuity.picture}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        tabIndex={0}
      >
        <svg
          ref={picture}
          xmlns="http://www.w3.org/2000/svg"
          viewBox={`0 0 ${layout.width} ${layout.height}`}
          width={layout.width * (zoom ?? 1)}
          height={layout.height * (zoom ?? 1)}
          role="img"
          aria-label={continuity.pictureLabel(inventory.title[locale])}
          fontFamily="system-ui, sans-serif"
          fontSize="13"
        >
          <defs>
            <marker
              id={marker}
              viewBox="0 0 8 8"
              refX="8"
              refY="4"
              markerWidth="7"
              markerHeight="7"
              orient="auto"
            >
              <path d="M0 0L8 4L0 8z" fill="#444" />
            </marker>
          </defs>
          <rect width={layout.width} height={layout.height} fill="#fff" />
          {layout.groups.map((group) => (
            <GroupBox key={group.id} {...props} box={group} isOpen={group.isOpen} />
          ))}
          {layout.arrows.map((arrow) => {
            const isLoop = inLoop.has(arrow.from) && inLoop.has(arrow.to);
            return (
              <polyline
                key={`${arrow.from} ${arrow.to}`}
                points={arrow.points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')}
                fill="none"
                stroke={isLoop ? '#a1121f' : '#666'}
                strokeWidth={isLoop ? 2.5 : 1}
                strokeDasharray={arrow.isRun ? undefined : '5 4'}
                markerEnd={`url(#${marker})`}
              />
            );
          })}
          {layout.rests.map((box) => (
            <RestBox key={box.id} box={box} />
          ))}
          {layout.nodes.map((box) => (
            <NodeShape
              key={box.id}
              box={box}
              title={inventory.nodes.get(box.id)?.title[locale] ?? box.id}
              state={stateOf.get(box.id)}
              onPress={() => props.onTell(box.id)}
            />
          ))}
        </svg>
      </section>
      <div className="actions">
        <Button onPress={() => setZoom(nextZoom(zoom, 1))}>{continuity.zoomIn}</Button>
        <Button onPress={() => setZoom(nextZoom(zoom, -1))}>{continuity.zoomOut}</Button>
        <Button onPress={() => setZoom(zoom === undefined ? 1 : undefined)}>
          {zoom === undefined ? continuity.fullSize : continuity.whole}
        </Button>
        <Button onPress={() => save(saveSvg)}>{continuity.saveSvg}</Button>
        <Button onPress={() => save(savePng)}>{continuity.savePng}</Button>
      </div>
    </>
  );
}

const zooms = [0.25, 0.5, 0.75, 1, 1.5, 2, 3];

/** Gives the next step of the zoom; from the whole picture it begins at its full size. */
function nextZoom(zoom: number | undefined, step: 1 | -1): number {
  if (zoom === undefined) return step === 1 ? 1 : 0.5;
  return zooms[zooms.indexOf(zoom) + step] ?? zoom;
}

function RestBox({ box }: { readonly box: Box & { readonly count: number } }): ReactNode {
  const { words, format } = useLanguage();
  return (
    <>
      <rect
        x={box.x - box.width / 2}
        y={box.y - box.height / 2}
        width={box.width}
        height={box.height}
        fill="#fff"
        stroke="#8a9099"
        strokeDasharray="3 3"
      />
      <text x={box.x} y={box.y + 5} textAnchor="middle" fill="#333">
        {words.continuity.moreNodes(format.count(box.count))}
      </text>
    </>
  );
}

function useGroupName(inventory: Inventory): (group: NodeGroup) => string {
  const { words, locale } = useLanguage();
  return ({ kind, domains, joint }) =>
    kind === 'place'
      ? domains.map((id) => inventory.domains.get(id)?.title[locale] ?? id).join(` ${joint} `)
      : words.continuity[kind];
}

/** The same presses as on the boxes of the picture, for keyboards and screen readers. */
function GroupButtons(props: PictureProps): ReactNode {
  const { words } = useLanguage();
  const { continuity } = words;
  const nameOf = useGroupName(props.inventory);
  const { groups, openGroups } = props.answer;
  const toggle = (id: string): void =>
    props.onOpenGroups(
      openGroups.includes(id) ? openGroups.filter((open) => open !== id) : [...openGroups, id],
    );
  return (
    <div className="loss-groups">
      {groups.map((group) => {
        const isOpen = openGroups.includes(group.id);
        const name = nameOf(group);
        return (
          <Button key={group.id} onPress={() => toggle(group.id)}>
            {isOpen ? continuity.closeGroup(name) : continuity.openGroup(name)}
          </Button>
        );
      })}
    </div>
  );
}

const shares = [
  { fill: '#e6f4ea', line: '#1e6b3a' },
  { fill: '#fff4d6', line: '#7a5200' },
  { fill: '#fde7e9', line: '#a1121f' },
] as const;

/** How much of a group is up, comes back and is stuck, in this order; the words stand above it. */
function ShareBar(props: {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly counts: readonly [number, number, number];
}): ReactNode {
  const { x, y, width, counts } = props;
  const whole = Math.max(1, counts[0] + counts[1] + counts[2]);
  let from = x;
  return shares.map(({ fill, line }, at) => {
    const own = ((counts[at] ?? 0) / whole) * width;
    const start = from;
    from += own;
    return own === 0 ? null : (
      <rect key={fill} x={start} y={y} width={own} height="14" fill={fill} stroke={line} />
    );
  });
}

function GroupBox(
  props: PictureProps & { readonly box: Box; readonly isOpen: boolean },
): ReactNode {
  const { words, format } = useLanguage();
  const { continuity } = words;
  const nameOf = useGroupName(props.inventory);
  const { box, answer, isOpen } = props;
  const group = answer.groups.find(({ id }) => id === box.id);
  if (group === undefined) return null;
  const isLost =
    group.domains.length > 0 && group.domains.every((id) => answer.loss.lostDomains.includes(id));
  const countOf = (of: readonly string[]): number => {
    const found = new Set(of);
    return group.nodes.filter((node) => found.has(node)).length;
  };
  const [down, stuck] = [countOf(answer.loss.down), countOf(answer.loss.stuck)];
  const left = box.x - box.width / 2;
  const top = box.y - box.height / 2;
  const press = (): void => {
    if (group.domains.length > 0) props.onToggle(group.domains);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the boxes to tick above do the same
    <g onClick={press} className={group.domains.length > 0 ? 'loss-press' : undefined}>
      <rect
        x={left}
        y={top}
        width={box.width}
        height={box.height}
        rx="6"
        fill={isLost ? '#fbeaec' : '#f6f7f9'}
        stroke={isLost ? '#a1121f' : '#8a9099'}
        strokeWidth={isLost ? 2.5 : 1}
        strokeDasharray={isLost ? '9 5' : undefined}
      />
      <text x={left + 10} y={top + 17} fontWeight="bold" fill={isLost ? '#a1121f' : '#333'}>
        {nameOf(group)}
        {isLost ? ` — ${continuity.lost}` : ''}
      </text>
      {isOpen ? null : (
        <>
          <text x={left + 10} y={top + 40} fill="#333">
            {continuity.groupState(
              format.count(group.nodes.length),
              format.count(down),
              format.count(stuck),
            )}
          </text>
          <ShareBar
            x={left + 10}
            y={top + 54}
            width={box.width - 20}
            counts={[group.nodes.length - down, down - stuck, stuck]}
          />
        </>
      )}
    </g>
  );
}
