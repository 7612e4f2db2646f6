import type { Rule } from '../../document.ts';
import type { GuardStatement } from '../../statement.ts';
import type { Barrier } from '../evaluate-rule.ts';
import { type Missing, missing } from '../value.ts';
import { compileExpression } from './compile-expression.ts';
import { type Direct, type Program, type Run, type State, Stop } from './program.ts';

/** Gives the guard that stands in the way of an award, if one does. */
export type GuardsRun = (state: State) => Barrier | undefined;

/** Makes the audience of a rule into a function; without `for` it is everyone. */
export function compileAudience({ audience }: Rule, program: Program): Run {
  return audience?.condition ? compileExpression(audience.condition, program) : () => true;
}

/** Makes guards into a function: the first that holds, else the first that cannot be decided. */
export function compileGuards(guards: readonly GuardStatement[], program: Program): GuardsRun {
  const runs = guards.map((guard) => ({ guard, run: compileExpression(guard.condition, program) }));
  return (state) => {
    let open: Missing | undefined;
    let review: Barrier | undefined;
    for (const { guard, run } of runs) {
      const value = run(state);
      if (value !== true) open = withMissing(open, value);
      else if (guard.kind === 'exclude') return { status: 'none', reason: guard.because };
      else review ??= { status: 'review', reason: guard.because };
    }
    return open ?? review;
  };
}

function withMissing(open: Missing | undefined, value: Direct): Missing | undefined {
  if (!(value instanceof Stop) || value.value.kind !== 'missing') return open;
  return missing([...(open?.names ?? []), ...value.value.names]);
}
