import { z } from 'zod';
import { type BulkTemplate, bulkTemplateSchema } from './files/bulk-template.ts';
import type { FileFormat } from './files/file-format.ts';

/** Settings of a pain.001 rail: who pays, as the bank knows them. */
export const pain001Schema = z.strictObject({
  kind: z.literal('pain.001'),
  debtor: z.strictObject({
    name: z.string().min(1).max(140),
    account: z.string().min(1).max(34),
    bank: z.string().min(1).max(35),
    companyId: z.string().min(1).max(35),
  }),
});

/** How an installation pays by a rail: the kind of the rail, and what that kind has to be told. */
export const railSetupSchema = z.discriminatedUnion('kind', [
  pain001Schema,
  bulkTemplateSchema,
  z.strictObject({ kind: z.literal('manual') }),
  z.strictObject({ kind: z.literal('simulated') }),
]);

/** How an installation pays by a rail. */
export type RailSetup = z.output<typeof railSetupSchema>;

/** Gives the format in which a rail writes its files; undefined when it writes none. */
export async function formatOf(setup: RailSetup): Promise<FileFormat | undefined> {
  switch (setup.kind) {
    case 'pain.001':
      return (await import('./files/pain-001.ts')).pain001Format(setup.debtor);
    case 'bulk':
      return (await import('./files/bulk-file.ts')).bulkFormat(setup);
    default:
      return undefined;
  }
}

/** Gives the bulk template of a rail; undefined when it is of another kind. */
export function templateOf(setup: RailSetup): BulkTemplate | undefined {
  return setup.kind === 'bulk' ? setup : undefined;
}
