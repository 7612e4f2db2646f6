import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { assessInventory, type LossAssessment, siteLosses } from '../../assess-inventory.ts';
import type { Inventory } from '../../inventory.ts';
import { readModel } from '../../models/read-model.ts';
import { loadInventory } from '../../read/load-inventory.ts';
import { pictureDrawer, renderLossDiagram } from './render-picture.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Reads the picture as it is drawn: each node's outline, and each arrow's corners. */
function readPicture(svg: string) {
  const outlines = [...svg.matchAll(/<g data-node="([^"]+)"[^>]*><(?:rect|polygon) ([^>]*)/g)].map(
    ([, id = '', look = '']) => ({ id, ...extentOf(look) }),
  );
  const arrows = [
    ...svg.matchAll(/<polyline data-from="([^"]+)" data-to="([^"]+)" points="([^"]+)"/g),
  ].map(([, from = '', to = '', points = '']) => ({ from, to, points: pointsOf(points) }));
  return { outlines, arrows };
}

const pointsOf = (text: string): Point[] =>
  text.split(' ').map((pair) => {
    const [x = 0, y = 0] = pair.split(',').map(Number);
    return { x, y };
  });

function extentOf(look: string) {
  const corners = /points="([^"]+)"/.exec(look)?.[1];
  const value = (name: string) => Number(new RegExp(`(?:^| )${name}="([^"]+)"`).exec(look)?.[1]);
  const [x, y] = [value('x'), value('y')];
  const points =
    corners === undefined
      ? [
          { x, y },
          { x: x + value('width'), y: y + value('height') },
        ]
      : pointsOf(corners);
  const [xs, ys] = [points.map((point) => point.x), points.map((point) => point.y)];
  return {
    left: Math.min(...xs),
    right: Math.max(...xs),
    top: Math.min(...ys),
    bottom: Math.max(...ys),
  };
}

/** Every half unit along a line. */
function pointsAlong(points: readonly Point[]): Point[] {
  return points.slice(1).flatMap((end, at) => {
    const start = points[at] as Point;
    const steps = Math.ceil(2 * Math.hypot(end.x - start.x, end.y - start.y)) + 1;
    return Array.from({ length: steps + 1 }, (_, step) => ({
      x: start.x + ((end.x - start.x) * step) / steps,
      y: start.y + ((end.y - start.y) * step) / steps,
    }));
  });
}

/** Lists the boxes that arrows which are not theirs pass through. */
function passedBy(svg: string): string[] {
  const { outlines, arrows } = readPicture(svg);
  return arrows.flatMap(({ from, to, points }) => {
    const along = pointsAlong(points);
    return outlines
      .filter(({ id }) => id !== from && id !== to)
      .filter(({ left, right, top, bottom }) =>
        along.some(
          ({ x, y }) => x > left + 0.5 && x < right - 0.5 && y > top + 0.5 && y < bottom - 0.5,
        ),
      )
      .map(({ id }) => `${from} -> ${to} behind ${id}`);
  });
}

/** Lists the ends of arrows that are further than a few units from the box they belong to. */
function looseEnds(svg: string): string[] {
  const { outlines, arrows } = readPicture(svg);
  const boxOf = new Map(outlines.map((outline) => [outline.id, outline]));
  const isLoose = (id: string, point: Point | undefined): boolean => {
    const box = boxOf.get(id);
    if (box === undefined || point === undefined) return false;
    const away = Math.max(
      box.left - point.x,
      point.x - box.right,
      box.top - point.y,
      point.y - box.bottom,
    );
    return Math.abs(away) > 1;
  };
  return arrows
    .filter(({ from, to, points }) => isLoose(from, points[0]) || isLoose(to, points.at(-1)))
    .map(({ from, to }) => `${from} -> ${to}`);
}

const folders = [
  'cases/pangyo-2022/inventory',
  'deploy/inventory/embedded',
  'deploy/inventory/one-site',
  'deploy/inventory/three-sites',
];

async function open(folder: string): Promise<Inventory> {
  const loaded = await loadInventory(new URL(`../../../../${folder}`, import.meta.url).pathname);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.refusal));
  return loaded.value;
}

it.each(folders)('in %s no arrow runs behind a box that is not its own', async (folder) => {
  const inventory = await open(folder);
  const draw = pictureDrawer(inventory);
  for (const loss of assessInventory(inventory, siteLosses(inventory)).losses) {
    for (const locale of ['ko', 'en'] as const) {
      const { svg } = draw(loss, { locale });
      expect(readPicture(svg).arrows.length).toBeGreaterThan(5);
      expect(passedBy(svg)).toEqual([]);
      expect(looseEnds(svg)).toEqual([]);
    }
  }
});

it.each([
  'kakao-2022',
  'aws-2021-12',
  'facebook-2021',
  'gcp-2025-06',
  'nirs-2025',
])('in the model %s neither', (name) => {
  const text = readFileSync(new URL(`../../models/${name}.model`, import.meta.url), 'utf8');
  const { inventory } = readModel(text);
  const domains = [[...inventory.domains.keys()][0] as string];
  const [loss] = assessInventory(inventory, [{ domains }]).losses as [LossAssessment];
  expect(passedBy(renderLossDiagram(inventory, loss, { locale: 'en' }))).toEqual([]);
});
