import type { Formula } from '../formula.ts';
import { allOf } from '../formula.ts';
import type { Inventory } from '../inventory.ts';

/** How a node comes back, as an assessment lists it. */
interface Step {
  readonly node: string;
  readonly minutes: number;
  readonly way: string;
}

/**
 * Gives minutes by which nodes can be back when a crew does one thing at a time: an upper bound.
 *
 * Options are taken in the order of their least times; one that names a crew waits until the crew is free.
 * Without crews the minutes are those of the steps. Nodes that are not in the steps are not in the result.
 *
 * @param steps the recovery of one loss, in its order
 * @param isUp tells whether a node never went down
 * @source continuity specification, section 3 (list scheduling with crew capacities)
 */
export function scheduleCrews(
  inventory: Inventory,
  steps: readonly Step[],
  isUp: (node: string) => boolean,
): Map<string, number> {
  const back = new Map<string, number>();
  const freeAt = new Map<string, number>();
  const time = (formula: Formula): number =>
    minutesOf(formula, (node) => (isUp(node) ? 0 : (back.get(node) ?? Number.POSITIVE_INFINITY)));
  for (const step of steps) {
    const node = inventory.nodes.get(step.node);
    if (node === undefined) continue;
    const option = node.options[Number(step.way.slice(step.node.length + 1)) - 1];
    if (option === undefined) {
      // It starts by itself, once what it needs is there; its own time is what is left of the step.
      const ready = Math.max(time(node.run), time(node.boot));
      back.set(step.node, Math.max(step.minutes, ready + node.bootMinutes));
      continue;
    }
    const ready = time(allOf(Object.values(option.needs)));
    const start = Math.max(ready, freeAt.get(option.crew ?? '') ?? 0);
    const done = start + option.minutes;
    if (option.crew !== undefined) freeAt.set(option.crew, done);
    back.set(step.node, Math.max(done, time(node.run)));
  }
  return back;
}

function minutesOf(formula: Formula, of: (node: string) => number): number {
  if (formula.kind === 'always') return 0;
  if (formula.kind === 'name') return of(formula.name);
  const times = formula.of.map((part) => minutesOf(part, of)).sort((left, right) => left - right);
  return times[formula.count - 1] ?? 0;
}
