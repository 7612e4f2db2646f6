import { stringify } from 'yaml';
import {
  type DrillFile,
  drillFileSchema,
  hashDrill,
  hashInventory,
  partReliedOn,
  recordDrill,
} from '../../continuity/index.ts';
import { systemActor } from '../../platform/index.ts';
import { openDocument, requireKnown } from '../continuity/open-inventory.ts';
import { openInstallation } from '../shell/installation.ts';

/** The record of a drill as a file of its inventory. */
export interface DrillKept {
  readonly name: string;
  readonly text: string;
  readonly sha256: string;
}

type Shown = Pick<DrillFile, 'node' | 'domain' | 'scope' | 'kind' | 'startedAt' | 'result'> &
  Partial<Pick<DrillFile, 'doneAt' | 'deviations'>>;

/**
 * Makes the record of what a drill showed of one node, against the inventory as it is now; where asked,
 * keeps it in this installation, from which its hash goes to the transparency log.
 *
 * @throws CommandExit 2 when the inventory has no such node or domain
 */
export async function keepDrill(
  folder: string,
  { isLogged, ...shown }: Shown & { readonly isLogged: boolean },
): Promise<DrillKept> {
  const { inventory } = await openDocument(folder);
  requireKnown({ kind: 'node', name: shown.node, known: inventory.nodes });
  requireKnown({ kind: 'domain', name: shown.domain, known: inventory.domains });
  const record = drillFileSchema.parse({
    format: 'amends-drill/1',
    ...shown,
    inventoryHash: hashInventory(inventory),
    reliesOnHash: hashInventory(partReliedOn(inventory, shown.node)),
  });
  if (isLogged) await keepInLog(record, inventory.name);
  const stamp = record.startedAt.replaceAll(/[-:]/g, '').slice(0, 13).toLowerCase();
  const name = `${stamp}-${record.domain}-${record.node}.yaml`;
  return { name, text: stringify(record), sha256: hashDrill(record) };
}

async function keepInLog(drill: DrillFile, inventoryName: string): Promise<void> {
  const installation = await openInstallation();
  try {
    const ctx = installation.platform.context({ actor: systemActor });
    await recordDrill(ctx, { drill, inventoryName });
  } finally {
    await installation.close();
  }
}
