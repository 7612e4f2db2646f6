import type { Inventory } from '../inventory.ts';
import { DEFAULT_LIMITS } from '../read/document.ts';
import type { GateRule } from './gate-finding.ts';
import { renderGateFinding } from './gate-messages.ts';
import { createGateVoice } from './name-finding.ts';
import { runGate } from './run-gate.ts';

/** A finding that fails a rule, told in one language. */
export interface OpenFinding {
  readonly rule: GateRule;
  readonly about: string;
  readonly loss: string;
  readonly message: string;
}

/** Rules about what stands beside an inventory: its baseline, waivers, imports. */
const ABOUT_FILES: ReadonlySet<GateRule> = new Set(['G8', 'G9', 'G11']);

/**
 * Lists what fails the rules of the gate that an inventory alone can answer; `notAsked` are the others.
 *
 * Without its files nothing is waived, so what a waiver accepts for a time is among them.
 *
 * @param about.today local date
 */
export function listOpenFindings(
  inventory: Inventory,
  about: { readonly today: string; readonly locale: 'ko' | 'en' },
): { readonly findings: readonly OpenFinding[]; readonly notAsked: readonly GateRule[] } {
  const nothing = { waivers: [], imports: [], edges: [], drills: [], twins: [] };
  const document = {
    inventory,
    pessimistic: inventory,
    limits: DEFAULT_LIMITS,
    ...nothing,
    placeOf: () => undefined,
  };
  const { rules } = runGate(document, { today: about.today });
  const findings = rules
    .filter(({ rule }) => !ABOUT_FILES.has(rule))
    .flatMap((result) => result.findings)
    .filter(({ level }) => level === 'error')
    .map((finding) => ({
      rule: finding.rule,
      about: finding.about,
      loss: finding.loss,
      message: renderGateFinding(finding, createGateVoice(inventory, about.locale)),
    }));
  return { findings, notAsked: [...ABOUT_FILES] };
}
