import type { DrillFile } from '../drill/drill-file.ts';
import type { ImportFile } from '../import/import-file.ts';
import type { Inventory } from '../inventory.ts';
import type { InventoryFile } from '../schemas.ts';
import type { FieldPath, Place } from './read-yaml.ts';

/** Where something is written. Line and column count from 1. */
export interface FilePlace extends Place {
  readonly file: string;
}

/** A finding of the gate that is accepted for a time, by somebody. */
export type Waiver = NonNullable<InventoryFile['waivers']>[number] & { readonly place: FilePlace };

/** An imported edge with the file it came by, and what a person's inventory says of it. */
export interface EdgeImport {
  readonly from: string;
  readonly to: string;
  readonly edge: NonNullable<ImportFile['edges']>[string];
  readonly source: ImportFile['source'];
  readonly place: FilePlace;
  /** Whether a person's own file states that the one needs the other, for whatever purpose. */
  readonly isStated: boolean;
}

/** A recorded drill with the file it is in. */
export interface DrillRecord {
  readonly drill: DrillFile;
  readonly place: FilePlace;
}

/** An imported node with the id of a person's own, which nobody said to be one thing; they are taken for one. */
export interface Twin {
  readonly id: string;
  /** Where each stands, as written. */
  readonly ownAt: string;
  readonly importedAt: string;
  /** The place of the imported one. */
  readonly place: FilePlace;
}

/**
 * An inventory with everything around it that the gate asks about.
 *
 * `inventory` is the optimistic reading: what people declared, and imported edges that are certain.
 * `pessimistic` adds suspected and observed edges, and takes an unknown purpose for both run and recover.
 */
export interface InventoryDocument {
  readonly inventory: Inventory;
  readonly pessimistic: Inventory;
  readonly limits: { readonly evidenceDays: number; readonly importDays: number };
  readonly waivers: readonly Waiver[];
  readonly imports: readonly { readonly source: ImportFile['source']; readonly place: FilePlace }[];
  readonly edges: readonly EdgeImport[];
  readonly drills: readonly DrillRecord[];
  readonly twins: readonly Twin[];
  /** Gives the place of a node (`['nodes', id]`) or domain and its fields; undefined when not written. */
  placeOf(path: FieldPath): FilePlace | undefined;
}

/** The limits that hold where an inventory says none, in days. */
export const DEFAULT_LIMITS = { evidenceDays: 365, importDays: 30 } as const;
