import type { Arrow, Box, Layout } from './lay-out.ts';
import { crosses, listBoxes, runsBehind } from './make-room.ts';

type Point = Arrow['points'][number];

/** How far from a box its bends lie, the nearest first, so that several arrows find room beside each other. */
const RINGS = [4, 7, 10] as const;
/** Above so many boxes each has one ring, so that the places to bend at stay few. */
const BOXES_WITH_RINGS = 60;
/** How near a line may come to a box that is none of its ends. */
const CLEARANCE = 2;
/** A bend costs as much as so many units of length, and again for each arrow that bends there already. */
const BEND_COST = 14;

/**
 * Leads every arrow that would run behind a box that is neither of its ends around it, by a short way with few bends;
 * the others keep the points they have. An arrow for which there is no way stays as it is.
 *
 * @source Lozano-Pérez and Wesley, 1979 (visibility graph)
 */
export function leadAround(found: Layout): Layout {
  const boxes = listBoxes(found);
  const boxOf = new Map(boxes.map((box) => [box.id, box]));
  const map = drawMap(found, boxes);
  const arrows = found.arrows.map((arrow) => {
    const isHidden = boxes.some(
      (box) => box.id !== arrow.from && box.id !== arrow.to && runsBehind(arrow, box),
    );
    const [from, to] = [boxOf.get(arrow.from), boxOf.get(arrow.to)];
    if (!isHidden || from === undefined || to === undefined) return arrow;
    return { ...arrow, points: findWay(map, from, to) ?? arrow.points };
  });
  return { ...found, arrows };
}

/** Where an arrow may bend, and which of these places see each other. */
interface BendMap {
  /** The boxes with what must be clear around them. */
  readonly near: readonly Box[];
  readonly bends: readonly Point[];
  /** How many arrows bend at each place. */
  readonly used: number[];
  /** For each two places, 0 where nobody looked, 1 where they see each other, 2 where not. */
  readonly sight: Uint8Array;
}

function drawMap({ width, height }: Layout, boxes: readonly Box[]): BendMap {
  const rings = boxes.length > BOXES_WITH_RINGS ? RINGS.slice(0, 1) : RINGS;
  const near = boxes.map((box) => grown(box, CLEARANCE));
  const isFree = ({ x, y }: Point): boolean =>
    Math.min(x, y, width - x, height - y) > 1 &&
    !near.some(
      (box) => Math.abs(x - box.x) < box.width / 2 && Math.abs(y - box.y) < box.height / 2,
    );
  const bends = boxes.flatMap((box) =>
    rings.flatMap((ring) => {
      const [right, down] = [box.width / 2 + ring, box.height / 2 + ring];
      const corners = [
        [-right, -down],
        [right, -down],
        [right, down],
        [-right, down],
      ] as const;
      return corners.map(([x, y]) => ({ x: box.x + x, y: box.y + y })).filter(isFree);
    }),
  );
  const sight = new Uint8Array(bends.length ** 2);
  return { near, bends, used: bends.map(() => 0), sight };
}

/** Where an arrow may touch a box, whatever its outline: rounded, six-sided or square. */
function portsOf({ x, y, width, height }: Box): Point[] {
  const [right, down] = [width / 2, height / 2];
  const along = [-width / 5, 0, width / 5];
  return [
    ...along.flatMap((by) => [
      { x: x + by, y: y - down },
      { x: x + by, y: y + down },
    ]),
    { x: x - right, y },
    { x: x + right, y },
  ];
}

/** Tells whether a line comes near no box but its own, if it has one. */
function isClear(
  map: BendMap,
  { from, to, own }: { readonly from: Point; readonly to: Point; readonly own?: Box },
): boolean {
  if (own !== undefined && crosses(from, to, grown(own, -1))) return false;
  return map.near.every((box) => box.id === own?.id || !crosses(from, to, box));
}

/** A box with so much more on each side; a line leaves its own outwards, and so touches its edge. */
function grown(box: Box, by: number): Box {
  return { ...box, width: box.width + 2 * by, height: box.height + 2 * by };
}

function seeEachOther(map: BendMap, one: number, other: number): boolean {
  const count = map.bends.length;
  const known = map.sight[one * count + other];
  if (known !== 0) return known === 1;
  const isSeen = isClear(map, { from: map.bends[one] as Point, to: map.bends[other] as Point });
  map.sight[one * count + other] = isSeen ? 1 : 2;
  map.sight[other * count + one] = isSeen ? 1 : 2;
  return isSeen;
}

/** Gives the nearest of some places on a box that is seen from a point, and how far it is. */
function nearestPort(
  map: BendMap,
  point: Point,
  at: { readonly ports: readonly Point[]; readonly box: Box },
): { readonly port: Point; readonly length: number } | undefined {
  return at.ports
    .map((port) => ({ port, length: lengthOf(port, point) }))
    .toSorted((left, right) => left.length - right.length)
    .find(({ port }) => isClear(map, { from: port, to: point, own: at.box }));
}

const lengthOf = (from: Point, to: Point): number => Math.hypot(to.x - from.x, to.y - from.y);

/** Ways from one box to every bend, as far as they are known. */
interface Search {
  readonly open: Set<number>;
  readonly cost: number[];
  readonly before: number[];
  /** Where a way leaves the box when a bend is its first. */
  readonly left: readonly ({ readonly port: Point; readonly length: number } | undefined)[];
}

/** Gives the cheapest way from one box to another, from bend to bend. @source Dijkstra, 1959 */
function findWay(map: BendMap, from: Box, to: Box): Point[] | undefined {
  const start = { box: from, ports: portsOf(from) };
  const end = { box: to, ports: portsOf(to) };
  const left = map.bends.map((bend) => nearestPort(map, bend, start));
  const cost = left.map(
    (port, bend) => (port?.length ?? Number.POSITIVE_INFINITY) + costAt(map, bend),
  );
  const search: Search = {
    open: new Set(map.bends.keys()),
    cost,
    before: map.bends.map(() => -1),
    left,
  };
  let best: { cost: number; bend: number; port: Point } | undefined;
  for (;;) {
    const bend = cheapest(search);
    if (bend === undefined || (cost[bend] as number) >= (best?.cost ?? Number.POSITIVE_INFINITY))
      break;
    const arrival = nearestPort(map, map.bends[bend] as Point, end);
    const total = (cost[bend] as number) + (arrival?.length ?? Number.POSITIVE_INFINITY);
    if (arrival !== undefined && total < (best?.cost ?? Number.POSITIVE_INFINITY)) {
      best = { cost: total, bend, port: arrival.port };
    }
    goOn(map, search, bend);
  }
  return best === undefined ? undefined : writeWay(map, search, best);
}

function costAt({ used }: BendMap, bend: number): number {
  return BEND_COST * (1 + (used[bend] as number));
}

function goOn(map: BendMap, { open, cost, before }: Search, bend: number): void {
  open.delete(bend);
  const here = map.bends[bend] as Point;
  for (const next of open) {
    const length = lengthOf(here, map.bends[next] as Point);
    const further = (cost[bend] as number) + length + costAt(map, next);
    if (further >= (cost[next] as number) || !seeEachOther(map, bend, next)) continue;
    cost[next] = further;
    before[next] = bend;
  }
}

function cheapest({ open, cost }: Search): number | undefined {
  let found: number | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const bend of open) {
    const own = cost[bend] as number;
    if (own < least) [found, least] = [bend, own];
  }
  return found;
}

function writeWay(
  { bends, used }: BendMap,
  { before, left }: Search,
  end: { readonly bend: number; readonly port: Point },
): Point[] {
  const way = [end.port];
  let first = end.bend;
  for (let bend = end.bend; bend >= 0; bend = before[bend] as number) {
    way.push(bends[bend] as Point);
    used[bend] = (used[bend] as number) + 1;
    first = bend;
  }
  const port = left[first]?.port ?? end.port;
  return [port, ...way.toReversed()];
}
