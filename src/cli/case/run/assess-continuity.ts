import { join } from 'node:path';
import {
  type Assessment,
  assessInventory,
  loadInventory,
  renderFinding,
  siteLosses,
} from '../../../continuity/index.ts';
import { CommandExit, exitCode } from '../../exit.ts';
import type { Case } from '../read/case.ts';

/** Assesses the case's inventory for the loss of every single site. */
export async function assessContinuity(found: Case): Promise<Assessment> {
  const inventory = await loadInventory(join(found.dir, found.case.inventory));
  if (!inventory.ok) {
    const lines = inventory.refusal.findings.map((finding) => renderFinding(finding));
    throw new CommandExit(lines.join('\n'), exitCode.wrongInput);
  }
  return assessInventory(inventory.value, siteLosses(inventory.value));
}
