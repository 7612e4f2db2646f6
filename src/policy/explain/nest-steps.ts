import type { TraceStep } from '../determination.ts';

/** A step with the steps that its figures come from. */
export interface NestedStep {
  readonly step: TraceStep;
  readonly behind: readonly NestedStep[];
}

/**
 * Puts under each calculation what its figures come from: facts, constants and named parts, each
 * once, under the first that uses it. What nothing uses stands where it stood. What was told
 * before with the same value is not told again.
 */
export function nestSteps(all: readonly TraceStep[]): readonly NestedStep[] {
  const steps = withoutRepeats(all);
  const byName = new Map<string, TraceStep>();
  for (const step of steps) {
    if ('name' in step) byName.set(step.name, step);
  }
  const taken = new Set<TraceStep>();
  const nest = (step: TraceStep): NestedStep => {
    const behind = namesIn(step).flatMap((name): NestedStep[] => {
      const found = byName.get(name);
      if (!found || found === step || taken.has(found)) return [];
      taken.add(found);
      return [nest(found)];
    });
    return { step, behind };
  };
  // From the last calculation back, so that a part stands under what it is a part of.
  const nested = new Map<TraceStep, NestedStep>();
  for (const step of [...steps].reverse()) {
    if (!taken.has(step)) nested.set(step, nest(step));
  }
  return steps.flatMap((step) => {
    const found = nested.get(step);
    return found && !taken.has(step) ? [found] : [];
  });
}

const repeatable: ReadonlySet<TraceStep['kind']> = new Set(['fact', 'constant', 'let', 'band']);

/** Leaves out what a part of the calculation tells that another part told before it. */
function withoutRepeats(steps: readonly TraceStep[]): readonly TraceStep[] {
  const told = new Set<string>();
  return steps.filter((step) => {
    if (!repeatable.has(step.kind)) return true;
    const text = JSON.stringify(step);
    return told.size < told.add(text).size;
  });
}

function namesIn(step: TraceStep): readonly string[] {
  const work = step.kind === 'let' || step.kind === 'worked' ? step.work : undefined;
  return (work ?? []).flatMap((part) =>
    typeof part === 'object' && part.kind === 'value' && part.name !== undefined ? [part.name] : [],
  );
}
