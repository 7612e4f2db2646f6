import { type ReactNode, useEffect, useRef, useState } from 'react';
import {
  groupTitle,
  type Inventory,
  type NodeGroup,
} from '../../../../continuity/simulate/index.ts';
import { useLanguage } from '../language.tsx';
import { Button } from '../ui/button.tsx';
import { savePng, saveSvg } from './save-picture.ts';
import type { LossAnswer } from './simulate/loss.worker.ts';
import { readPicture } from './simulate/trusted.ts';
import { fitZoom, nextZoom } from './simulate/zoom.ts';

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
  const { words, format } = useLanguage();
  const { continuity } = words;
  const { inventory, answer } = props;
  const { picture } = answer;
  const frame = useRef<HTMLElement>(null);
  const [chosen, setChosen] = useState<number>();
  const room = useRoom(frame);
  const fitting = fitZoom(picture.width, room);
  const zoom = chosen ?? fitting;
  useDrawn(frame, picture.svg, { zoom, width: picture.width, height: picture.height });
  useShown(frame, answer.loss.lostDomains.join('+'));
  const press = (target: Element): void => {
    const node = target.closest('[data-node]')?.getAttribute('data-node');
    if (node !== null && node !== undefined) {
      props.onTell(node);
      return;
    }
    const group = target.closest('[data-group]')?.getAttribute('data-group');
    const domains = picture.groups.find(({ id }) => id === group)?.domains ?? [];
    if (domains.length > 0) props.onToggle(domains);
  };
  const save = (as: typeof saveSvg): void => {
    const drawn = frame.current?.querySelector('svg');
    if (drawn instanceof SVGSVGElement) void as(drawn, { ...picture, name: inventory.name });
  };
  return (
    <>
      <p className="hint">{continuity.pictureHint}</p>
      {picture.isWithoutArrows ? <p className="hint">{continuity.withoutArrows}</p> : null}
      <div className="loss-zoom">
        <Button onPress={() => setChosen(nextZoom(zoom, -1))}>{continuity.zoomOut}</Button>
        <span role="status">{continuity.zoomNow(format.count(Math.round(zoom * 100)))}</span>
        <Button onPress={() => setChosen(nextZoom(zoom, 1))}>{continuity.zoomIn}</Button>
        <Button onPress={() => setChosen(undefined)}>{continuity.fitWidth}</Button>
        <Button onPress={() => setChosen(1)}>{continuity.fullSize}</Button>
      </div>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the boxes to tick and the table have the keys */}
      <section
        ref={frame}
        className="loss-scroll"
        aria-label={continuity.picture}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        tabIndex={0}
        onClick={({ target }) => target instanceof Element && press(target)}
      />
      <GroupButtons {...props} />
      <div className="actions">
        <Button onPress={() => save(saveSvg)}>{continuity.saveSvg}</Button>
        <Button onPress={() => save(savePng)}>{continuity.savePng}</Button>
      </div>
    </>
  );
}

/** How wide the frame is, in pixels; followed as the window changes. */
function useRoom(frame: React.RefObject<HTMLElement | null>): number {
  const [room, setRoom] = useState(0);
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const watch = new ResizeObserver(() => setRoom(element.clientWidth));
    watch.observe(element);
    setRoom(element.clientWidth);
    return () => watch.disconnect();
  }, [frame]);
  return room;
}

/** Puts the drawn picture into the frame, as large as asked. */
function useDrawn(
  frame: React.RefObject<HTMLElement | null>,
  svg: string,
  size: { readonly zoom: number; readonly width: number; readonly height: number },
): void {
  useEffect(() => {
    frame.current?.replaceChildren(document.importNode(readPicture(svg), true));
  }, [frame, svg]);
  const [width, height] = [size.width * size.zoom, size.height * size.zoom];
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new picture is sized like the one before
  useEffect(() => {
    const drawn = frame.current?.querySelector('svg');
    drawn?.setAttribute('width', width.toFixed(0));
    drawn?.setAttribute('height', height.toFixed(0));
  }, [frame, svg, width, height]);
}

/** Begins a new loss where something of it is seen: what is stuck, or else what went down. */
function useShown(frame: React.RefObject<HTMLElement | null>, lost: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: another loss is looked at anew
  useEffect(() => {
    const scroll = frame.current;
    const first =
      scroll?.querySelector('[data-node][data-state="stuck"]') ??
      scroll?.querySelector('[data-node][data-state="recovers"]');
    if (scroll === null || first === null || first === undefined) return;
    const [inner, outer] = [first.getBoundingClientRect(), scroll.getBoundingClientRect()];
    scroll.scrollLeft += inner.left - outer.left - (outer.width - inner.width) / 2;
    scroll.scrollTop += inner.top - outer.top - (outer.height - inner.height) / 2;
  }, [frame, lost]);
}

/** Opens and closes the places of the picture; below it, so that the picture comes first. */
function GroupButtons(props: PictureProps): ReactNode {
  const { words, locale, format } = useLanguage();
  const { continuity } = words;
  const { groups, openGroups } = props.answer.picture;
  const open = new Set(openGroups);
  const toggle = ({ id }: NodeGroup): void =>
    props.onOpenGroups(
      open.has(id) ? openGroups.filter((each) => each !== id) : [...openGroups, id],
    );
  if (groups.length === 0) return null;
  const depth = new Map<string, number>();
  for (const { id, parent } of groups) {
    depth.set(id, parent === undefined ? 0 : (depth.get(parent) ?? 0) + 1);
  }
  return (
    <details className="loss-groups">
      <summary>{continuity.groups(format.count(groups.length))}</summary>
      <p className="actions">
        <Button onPress={() => props.onOpenGroups(groups.map(({ id }) => id))}>
          {continuity.openAll}
        </Button>
        <Button onPress={() => props.onOpenGroups([])}>{continuity.closeAll}</Button>
      </p>
      <ul className="plain-list">
        {groups.map((group) => (
          <li key={group.id} style={{ marginInlineStart: `${depth.get(group.id) ?? 0}rem` }}>
            <label className="check">
              <input type="checkbox" checked={open.has(group.id)} onChange={() => toggle(group)} />
              <span>
                {continuity.groupOpen(
                  groupTitle(props.inventory, group, locale),
                  format.count(group.nodes.length),
                )}
              </span>
            </label>
          </li>
        ))}
      </ul>
    </details>
  );
}
