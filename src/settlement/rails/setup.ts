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

/** Settings of the company's own app, which gives what is not cash. Its keys are kept apart, sealed. */
export const appSetupSchema = z.strictObject({
  kind: z.literal('app'),
  /** Where signed messages go. */
  url: z.url({ protocol: /^https?$/ }).max(500),
  /** So long after a message the app may not know of it yet when it is asked. */
  lookUpLagSeconds: z.number().int().min(0).max(86_400).default(0),
  /** So long the app knows a reference again; for ever unless given. */
  keyWindowHours: z.number().int().min(1).max(8_760).optional(),
});

/** How the company's own app is reached. */
export type AppSetup = z.output<typeof appSetupSchema>;

/** How an installation pays by a rail: the kind of the rail, and what that kind has to be told. */
export const railSetupSchema = z.discriminatedUnion('kind', [
  pain001Schema,
  bulkTemplateSchema,
  z.strictObject({ kind: z.literal('manual') }),
  z.strictObject({ kind: z.literal('simulated') }),
  appSetupSchema,
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

/**
 * Gives how many payments a rail is asked to make by one call: files take thousands as quickly as
 * one; what is asked payment by payment takes so many that a batch is over in a second or two.
 */
export function batchSizeOf(setup: RailSetup | undefined): number {
  return setup?.kind === 'pain.001' || setup?.kind === 'bulk' ? 2_000 : 500;
}

/** Tells whether rails of a kind give a remedy: a bank moves money only, an app everything else. */
export function isRailFor(kind: RailSetup['kind'], remedy: string): boolean {
  if (kind === 'manual' || kind === 'simulated') return true;
  return (kind === 'app') === (remedy !== 'cash');
}

/** Gives the bulk template of a rail; undefined when it is of another kind. */
export function templateOf(setup: RailSetup): BulkTemplate | undefined {
  return setup.kind === 'bulk' ? setup : undefined;
}
