import type { Compilation } from '../compilation.ts';
import { always, type CompiledValue, chooseStop } from '../compiled-value.ts';
import type { Bounds } from '../sql/bounds.ts';
import { depthOf, NotCompiled } from '../sql/layers.ts';
import { calendarDays, dateOf, dayNumber } from './day-number.ts';

// As many dates as a list can hold.
const mostDates = 10_000n;

/** Gives the list of every date from the first to before the second; too many are a stop. */
export function compileDates(
  [from, until]: readonly CompiledValue[],
  { layers, stops, freshName }: Compilation,
): CompiledValue {
  if (!from || !until) throw new NotCompiled('dates() of too little');
  const { dialect } = layers;
  const [first, end] = [
    dayNumber(dateOf(from, layers), layers),
    dayNumber(dateOf(until, layers), layers),
  ];
  const isLong = layers.bind({
    sql: `(${end.sql} - ${first.sql} > ${mostDates})`,
    depth: depthOf(first, end),
  });
  const last = layers.bind({
    sql: `(case when ${isLong.sql} then ${first.sql} else ${end.sql} end)`,
    depth: isLong.depth,
  });
  const alias = freshName();
  const on = dialect.addDays(`date '1970-01-01'`, `${alias}.f0`);
  const series = dialect.sets.series(first.sql, last.sql);
  const days = { low: daysOf(from).low, high: daysOf(until).high };
  const most = mostBetween(days);
  const gives = always(stops.bitOf('dates(…) of more than 10,000 days'));
  const stop = most > mostDates ? chooseStop([{ when: isLong, gives }], undefined) : undefined;
  return {
    kind: 'list',
    rows: { sql: dialect.rows.pick(series, alias, [{ name: 'f0', sql: on }]), depth: last.depth },
    element: { kind: 'date', column: 'f0', days },
    ...{ most: most < mostDates ? most : mostDates, isBound: false },
    ...(stop ? { stop } : {}),
  };
}

/** Where a date stops another one stands in its place, which need not be in its range. */
function daysOf(value: CompiledValue): Bounds {
  return (value.kind === 'date' && !value.stop && value.days) || calendarDays;
}

function mostBetween({ low, high }: Bounds): bigint {
  return high > low ? high - low : 0n;
}
