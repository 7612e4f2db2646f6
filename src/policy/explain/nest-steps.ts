import type { TraceStep } from '../determination.ts';

/** A step with the steps that its figures come from. */
export interface NestedStep {
  readonly step: TraceStep;
  readonly behind: readonly NestedStep[];
}

/**
 * Puts under each calculation what its figures come from: facts, constants and named parts, each
 * once, under the first that uses it. What nothing uses stands where it stood.
 */
export function nestSteps(steps: readonly TraceStep[]): readonly NestedStep[] {
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

function namesIn(step: TraceStep): readonly string[] {
  const work = step.kind === 'let' || step.kind === 'worked' ? step.work : undefined;
  return (work ?? []).flatMap((part) =>
    typeof part === 'object' && part.kind === 'value' && part.name !== undefined ? [part.name] : [],
  );
}
