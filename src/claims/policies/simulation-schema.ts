import { z } from '@hono/zod-openapi';
import { personSchema } from '../wire/claim-schemas.ts';

const count = z.number().int();
const minor = z.string().regex(/^-?\d+$/);
const clause = { policy: z.string(), clause: z.string(), rule: z.string() };
const byClass = { partyClass: z.string(), parties: count };

const badRow = z.object({
  row: count,
  partyId: z.string(),
  field: z.string(),
  found: z.string(),
  expected: z.string(),
});

/** What a simulation found, as it is kept with a policy version and shown to who approves it. */
export const simulationResultSchema = z
  .object({
    population: z.object({
      file: z.string(),
      rowCount: count,
      distinctCount: count,
      badRows: z.object({
        count,
        byField: z.array(z.object({ field: z.string(), count })),
        first: z.array(badRow),
      }),
    }),
    policies: z.array(
      z.object({
        policy: z.string(),
        version: z.string(),
        hash: z.string(),
        road: z.enum(['compiled', 'per_tuple']),
        reason: z.string().optional(),
        unknownFacts: z.array(z.string()),
      }),
    ),
    statuses: z.array(z.object({ policy: z.string(), status: z.string(), ...byClass })),
    totals: z.array(
      z.object({
        ...clause,
        ...byClass,
        remedy: z.string(),
        name: z.string().nullable(),
        currency: z.string().nullable(),
        unit: z.string().nullable(),
        amount: minor,
      }),
    ),
    reasons: z.array(
      z.object({
        ...clause,
        ...byClass,
        status: z.string(),
        reason: z.string().nullable(),
        missing: z.array(z.string()),
      }),
    ),
    cost: z.array(z.object({ ...byClass, currency: z.string(), amountMinor: minor })),
    distribution: z.array(
      z.object({
        currency: z.string(),
        parties: count,
        quantiles: z.array(z.object({ share: z.string(), amountMinor: minor })),
        histogram: z.array(z.object({ fromMinor: minor, untilMinor: minor, parties: count })),
      }),
    ),
    missed: z.object({
      parties: count,
      byClass: z.array(z.object(byClass)),
      conditions: z.array(
        z.object({ ...clause, condition: z.string(), parties: count, onlyThis: count }),
      ),
    }),
    invariants: z.array(
      z.object({
        name: z.enum([
          'never_negative',
          'longer_never_pays_less',
          'caps_hold',
          'equals_treated_equally',
        ]),
        policy: z.string(),
        about: z.string(),
        holds: z.boolean(),
        counterExample: z
          .object({ partyId: z.string(), found: z.string(), expected: z.string() })
          .optional(),
      }),
    ),
    comparison: z
      .array(
        z.object({
          partyClass: z.string(),
          currency: z.string(),
          winners: count,
          losers: count,
          unchanged: count,
          gainMinor: minor,
          lossMinor: minor,
          beforeMinor: minor,
          afterMinor: minor,
        }),
      )
      .optional(),
    sensitivity: z
      .array(
        z.object({
          policy: z.string(),
          name: z.string(),
          written: z.string(),
          points: z.array(
            z.object({
              text: z.string(),
              percent: count,
              cost: z.array(z.object({ currency: z.string(), amountMinor: minor })),
              inKind: z.array(z.object({ unit: z.string(), amount: minor })),
              parties: count,
              refused: z.string().optional(),
            }),
          ),
        }),
      )
      .optional(),
  })
  .openapi('PolicySimulationResult');

export type SimulationResult = z.output<typeof simulationResultSchema>;

export const policySimulationSchema = z
  .strictObject({
    id: z.string(),
    populationHash: z.string(),
    partyCount: count,
    simulatedBy: personSchema,
    simulatedAt: z.string().openapi({ format: 'date-time' }),
    result: simulationResultSchema,
  })
  .openapi('PolicySimulation');

export const policySimulationsSchema = z
  .strictObject({ simulations: z.array(policySimulationSchema) })
  .openapi('PolicySimulations');
