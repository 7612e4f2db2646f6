import { expect, test } from 'vitest';
import type { AdoptedImpact } from '../../incident/index.ts';
import { assert, type Instant, parseInstant } from '../../kernel/index.ts';
import { findMainOutage } from './main-outage.ts';

function at(text: string): Instant {
  const instant = parseInstant(`${text}:00+09:00`);
  assert(instant !== undefined, 'test: an instant', { text });
  return instant;
}

function adopted(id: string, from: string, until?: string): AdoptedImpact {
  const end = until === undefined ? {} : { until: at(until), untilPrecision: 'exact' as const };
  return {
    ...{ id, incidentId: 'i', threadId: id, version: 1, service: id, function: 'main', scope: {} },
    ...{ severity: 'down', statedBy: 'company', sources: [], reason: '' },
    intervals: [{ from: at(from), fromPrecision: 'exact', ...end }],
    adoption: { id, impactId: id, reason: '', adoptedBy: 'x', adoptedAt: at(from) },
  } as unknown as AdoptedImpact;
}

const incident = { openedAt: at('2022-10-15T15:19'), restoredAt: at('2022-10-20T23:00') };
const now = at('2022-10-25T00:00');
const hours = (ms: number): number => ms / 3_600_000;

test('the outage of October 2022 lasted 127 h 30 min from 15:30, though the fire began at 15:19', () => {
  const outage = findMainOutage(
    incident,
    [
      adopted('taxi_call', '2022-10-15T15:00', '2022-10-16T09:00'),
      adopted('all_services', '2022-10-15T15:30', '2022-10-20T23:00'),
      adopted('talk_drawer', '2022-10-15T15:30', '2022-10-20T23:00'),
    ],
    now,
  );
  expect(hours(outage.ms)).toBe(127.5);
  expect(outage).toMatchObject({
    from: at('2022-10-15T15:30'),
    until: at('2022-10-20T23:00'),
    impact: { service: 'all_services' },
  });
});

test('an impact that goes on is counted until now, and its end is not named', () => {
  const open = findMainOutage(
    { openedAt: incident.openedAt },
    [adopted('talk', '2022-10-24T00:00')],
    now,
  );
  expect(hours(open.ms)).toBe(24);
  expect(open).not.toHaveProperty('until');
});

test('without an adopted impact the incident itself is measured', () => {
  const outage = findMainOutage(incident, [], now);
  expect(outage).toEqual({
    ms: at('2022-10-20T23:00') - at('2022-10-15T15:19'),
    from: incident.openedAt,
    until: incident.restoredAt,
  });
});
