import { join } from 'node:path';
import {
  type Assessment,
  assessInventory,
  type Inventory,
  type Loss,
  loadInventory,
  renderFinding,
  siteLosses,
} from '../../../continuity/index.ts';
import { CommandExit, exitCode } from '../../shell/exit.ts';
import type { Case } from '../read/case.ts';

/** What the continuity room says of a case, and the inventory it says it of. */
export interface CaseContinuity {
  readonly inventory: Inventory;
  readonly losses: readonly Loss[];
  readonly assessment: Assessment;
}

/** Assesses the case's inventory for the loss of every single site. */
export async function assessContinuity(found: Case): Promise<CaseContinuity> {
  const inventory = await loadInventory(join(found.dir, found.case.inventory));
  if (!inventory.ok) {
    const lines = inventory.refusal.findings.map((finding) => renderFinding(finding));
    throw new CommandExit(lines.join('\n'), exitCode.wrongInput);
  }
  const losses = siteLosses(inventory.value);
  const assessment = assessInventory(inventory.value, losses);
  return { inventory: inventory.value, losses, assessment };
}
