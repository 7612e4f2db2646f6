import type { Graph } from './graph.ts';
import type { LossState } from './loss-state.ts';
import { hasGateFailed } from './loss-state.ts';
import type { Recovery, RecoveryAssumptions } from './recovery.ts';
import { computeRecovery } from './recovery.ts';

/** An option by its node's number and its place within the node, counted from 0. */
export interface OptionAt {
  readonly node: number;
  readonly option: number;
}

/**
 * Finds the options that cannot be what brings their node back.
 *
 * An option is circular when its needs can be met, but no longer once its own node is held down.
 *
 * @source continuity specification, section 2.3 (CIRCULAR)
 */
export function findCircularOptions(
  graph: Graph,
  state: LossState,
  found: { readonly recovery: Recovery; readonly assumptions: RecoveryAssumptions },
): OptionAt[] {
  const circular: OptionAt[] = [];
  for (const node of state.downNodes.toSorted((left, right) => left - right)) {
    const suspects = suspectOptions(graph, state, { node, recovery: found.recovery });
    if (suspects.length === 0) continue;
    const held = computeRecovery(graph, state, { ...found.assumptions, heldDown: node });
    for (const option of suspects) {
      const gate = graph.optionGate[(graph.optionFrom[node] as number) + option] as number;
      if (held.gateMinutes[gate] === Number.POSITIVE_INFINITY) circular.push({ node, option });
    }
  }
  return circular;
}

function suspectOptions(
  graph: Graph,
  state: LossState,
  about: { readonly node: number; readonly recovery: Recovery },
): number[] {
  const from = graph.optionFrom[about.node] as number;
  const until = graph.optionFrom[about.node + 1] as number;
  const suspects: number[] = [];
  for (let option = from; option < until; option += 1) {
    const gate = graph.optionGate[option] as number;
    // Needs that never failed, or that stay unmet anyway, are not circular.
    if (!hasGateFailed(graph, state, gate)) continue;
    if (about.recovery.gateMinutes[gate] !== Number.POSITIVE_INFINITY) suspects.push(option - from);
  }
  return suspects;
}
