import { z } from 'zod';
import {
  addMs,
  type Instant,
  type JsonValue,
  parseInstant,
  renderInstant,
} from '../../kernel/index.ts';
import type { OutageBounds } from './outage-bounds.ts';

/** Which node's outage a fact of the policies tells, and in which form. */
export interface OutageFact {
  readonly node: string;
  readonly as: 'duration' | 'interval_set' | 'yes_no';
}

/** How an outage becomes facts: when it is taken to begin, how long stuck counts, which fact is which. */
export interface OutageFacts {
  readonly startsAt: Instant;
  readonly horizonMinutes: number;
  readonly facts: ReadonlyMap<string, OutageFact>;
}

const instant = z.string().transform((text, context) => {
  const parsed = parseInstant(text);
  if (parsed !== undefined) return parsed;
  context.addIssue({ code: 'custom', message: 'an instant, as 2022-10-15T15:19:00+09:00' });
  return z.NEVER;
});

/** The wire shape of a file that maps outages to facts. */
export const outageFactsSchema = z.strictObject({
  format: z.literal('amends-outage-facts/1'),
  startsAt: instant,
  horizonMinutes: z.int().positive().max(5_256_000).default(43_200),
  facts: z.record(
    z.string(),
    z.strictObject({ node: z.string(), as: z.enum(['duration', 'interval_set', 'yes_no']) }),
  ),
});

/** Gives the facts one loss makes true, in the JSON form that facts are read from. */
export function outageFacts(
  mapping: OutageFacts,
  bounds: readonly OutageBounds[],
  which: 'least' | 'most',
): { [fact: string]: JsonValue } {
  const minutes = new Map(
    bounds.map((bound) => [bound.node, which === 'least' ? bound.leastMinutes : bound.mostMinutes]),
  );
  return Object.fromEntries(
    [...mapping.facts].map(([name, fact]) => [
      name,
      renderFact(mapping.startsAt, fact, minutes.get(fact.node) ?? 0),
    ]),
  );
}

function renderFact(startsAt: Instant, fact: OutageFact, minutes: number): JsonValue {
  if (fact.as === 'yes_no') return minutes > 0;
  if (fact.as === 'duration') return minutes * 60;
  if (minutes === 0) return [];
  return [
    { from: renderInstant(startsAt), until: renderInstant(addMs(startsAt, minutes * 60_000)) },
  ];
}
