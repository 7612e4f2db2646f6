import type { Inventory } from '../inventory.ts';
import { DEFAULT_LIMITS, type Waiver } from '../read/document.ts';
import type { GateRule } from './gate-finding.ts';
import { renderGateFinding } from './gate-messages.ts';
import { createGateVoice } from './name-finding.ts';
import { runGate } from './run-gate.ts';

/** A finding that fails a rule, told in one language, or that would if nobody had waived it. */
export interface OpenFinding {
  readonly rule: GateRule;
  readonly about: string;
  readonly loss: string;
  readonly message: string;
  /** The waiver that accepts it for now; undefined where it is open. */
  readonly waiver: Waived | undefined;
}

type Waived = Omit<Waiver, 'place'>;

/** Rules about what stands beside an inventory: its baseline and imports. */
const ABOUT_FILES: readonly GateRule[] = ['G8', 'G11'];

/**
 * Lists what fails the rules of the gate that an inventory and its waivers can answer; `notAsked` are the others.
 *
 * @param about.today local date
 * @param about.waivers undefined where they are not known: then nothing is waived, and G9 is not asked
 */
export function listOpenFindings(
  inventory: Inventory,
  about: {
    readonly today: string;
    readonly locale: 'ko' | 'en';
    readonly waivers: readonly Waived[] | undefined;
  },
): { readonly findings: readonly OpenFinding[]; readonly notAsked: readonly GateRule[] } {
  const nothing = { imports: [], edges: [], drills: [], twins: [] };
  const place = { file: inventory.name, line: 1, column: 1 };
  const document = {
    inventory,
    pessimistic: inventory,
    limits: DEFAULT_LIMITS,
    ...nothing,
    waivers: (about.waivers ?? []).map((waiver) => ({ ...waiver, place })),
    placeOf: () => undefined,
  };
  const notAsked: readonly GateRule[] =
    about.waivers === undefined ? ['G8', 'G9', 'G11'] : ABOUT_FILES;
  const { rules } = runGate(document, { today: about.today });
  const findings = rules
    .filter(({ rule }) => !notAsked.includes(rule))
    .flatMap((result) => result.findings)
    .filter(({ level }) => level === 'error')
    .map((finding) => ({
      rule: finding.rule,
      about: finding.about,
      loss: finding.loss,
      message: renderGateFinding(finding, createGateVoice(inventory, about.locale)),
      waiver: finding.waiver,
    }));
  return { findings, notAsked };
}
