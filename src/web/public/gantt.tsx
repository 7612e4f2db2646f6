import { scaleLinear } from 'd3-scale';
import type { FC } from 'hono/jsx';
import { type AdoptedImpact, type Incident, statedIntervals } from '../../incident/index.ts';
import {
  addDays,
  type Instant,
  type LocalDate,
  localDateOf,
  renderLocal,
  startOfLocalDay,
  totalMs,
} from '../../kernel/index.ts';
import { type Locale, publicWords } from './public-layout.tsx';

const chartWidth = 1000;
const minuteMs = 60_000;
const dayTicksMax = 8;

/** One row of the chart: a service function, and when it did not work. */
interface Row {
  readonly impact: AdoptedImpact;
  readonly title: string;
  readonly bars: readonly { readonly x: number; readonly width: number }[];
  readonly spokenTimes: readonly string[];
  readonly minutes: number;
}

/** Gives a length of time in hours and minutes, cut to whole minutes. */
export function renderLength(ms: number, locale: Locale): string {
  const minutes = Math.floor(ms / minuteMs);
  return publicWords(locale).hoursMinutes(Math.floor(minutes / 60), minutes % 60);
}

interface Chart {
  readonly incident: Incident;
  readonly impacts: readonly AdoptedImpact[];
  readonly now: Instant;
  readonly locale: Locale;
}

interface Span {
  readonly from: Instant;
  readonly until: Instant;
}

function findSpan(chart: Chart): Span | undefined {
  const openUntil = chart.incident.restoredAt ?? chart.now;
  const all = chart.impacts.flatMap((impact) => [...statedIntervals(impact, openUntil)]);
  const [first] = all;
  if (first === undefined) return undefined;
  let { from, until } = first;
  for (const interval of all) {
    if (interval.from < from) from = interval.from;
    if (interval.until > until) until = interval.until;
  }
  return { from, until };
}

function titleOf(chart: Chart, impact: AdoptedImpact): string {
  const known = chart.incident.functions.find(
    (item) => item.service === impact.service && item.function === impact.function,
  );
  const limits = Object.values(impact.scope).filter((limit) => limit !== undefined);
  const name = known?.titles[chart.locale] ?? `${impact.service} ${impact.function}`;
  return limits.length === 0 ? name : `${name} (${limits.join(', ')})`;
}

function toRow(chart: Chart, impact: AdoptedImpact, position: (at: number) => number): Row {
  const { locale, incident } = chart;
  const intervals = statedIntervals(impact, incident.restoredAt ?? chart.now);
  const show = (at: Instant) => renderLocal(at, { zone: incident.zone, locale });
  return {
    impact,
    title: titleOf(chart, impact),
    bars: intervals.map(({ from, until }) => ({
      x: position(from),
      width: Math.max(2, position(until) - position(from)),
    })),
    spokenTimes: intervals.map(({ from, until }) => `${show(from)} – ${show(until)}`),
    minutes: totalMs(intervals) / minuteMs,
  };
}

function listDays(span: Span, zone: string): readonly LocalDate[] {
  const days: LocalDate[] = [];
  for (let on = localDateOf(span.from, zone); ; on = addDays(on, 1)) {
    const start = startOfLocalDay(on, zone);
    if (start >= span.until) break;
    if (start >= span.from) days.push(on);
  }
  const step = Math.max(1, Math.ceil(days.length / dayTicksMax));
  return days.filter((_, index) => index % step === 0);
}

const Axis: FC<{ days: readonly { on: LocalDate; x: number }[] }> = ({ days }) => (
  <svg class="axis" aria-hidden="true">
    {days.map(({ on, x }) => (
      <text key={on} x={`${(x / chartWidth) * 100}%`} y="14">
        {`${Number(on.slice(5, 7))}/${Number(on.slice(8, 10))}`}
      </text>
    ))}
  </svg>
);

// Down is solid, degraded is striped: told apart without colour, too.
const Stripes: FC<{ id: string }> = ({ id }) => (
  <pattern id={id} width="8" height="8" patternUnits="userSpaceOnUse">
    <rect width="8" height="8" fill="#ecf2fe" />
    <rect width="4" height="8" fill="#0b50d0" />
  </pattern>
);

const Bars: FC<{ row: Row; days: readonly { x: number }[]; id: string }> = ({ row, days, id }) => (
  <svg viewBox={`0 0 ${chartWidth} 20`} preserveAspectRatio="none" aria-hidden="true">
    <Stripes id={id} />
    {days.map(({ x }) => (
      <rect key={x} x={x} y="0" width="1.5" height="20" fill="#cdd1d5" />
    ))}
    {row.bars.map(({ x, width }) => (
      <rect
        key={x}
        x={x.toFixed(1)}
        y="2"
        width={width.toFixed(1)}
        height="16"
        fill={row.impact.severity === 'down' ? '#bd2c0f' : `url(#${id})`}
      />
    ))}
  </svg>
);

const Key: FC<{ locale: Locale }> = ({ locale }) => {
  const { severity } = publicWords(locale);
  return (
    <p class="key">
      <span>
        <svg viewBox="0 0 28 14" aria-hidden="true">
          <rect width="28" height="14" fill="#bd2c0f" />
        </svg>
        {severity.down}
      </span>
      <span>
        <svg viewBox="0 0 28 14" aria-hidden="true">
          <Stripes id="key-stripes" />
          <rect width="28" height="14" fill="url(#key-stripes)" />
        </svg>
        {severity.degraded}
      </span>
    </p>
  );
};

/**
 * Draws when each service function did not work. Each row says in words what its bar shows, so the
 * picture is hidden from screen readers and nothing is lost.
 */
export const Gantt: FC<Chart> = (chart) => {
  const words = publicWords(chart.locale);
  const span = findSpan(chart);
  if (span === undefined) return <p>{words.impactEmpty}</p>;
  const position = scaleLinear([span.from, span.until], [0, chartWidth]);
  const { zone } = chart.incident;
  const days = listDays(span, zone).map((on) => ({ on, x: position(startOfLocalDay(on, zone)) }));
  const rows = chart.impacts.map((impact) => toRow(chart, impact, position));
  return (
    <>
      <Key locale={chart.locale} />
      <Axis days={days} />
      <ul class="gantt">
        {rows.map((row, at) => (
          <li key={row.impact.id}>
            <b>
              {row.title} · {words.severity[row.impact.severity]}{' '}
              {renderLength(row.minutes * minuteMs, chart.locale)}
            </b>
            <Bars row={row} days={days} id={`stripes-${at}`} />
            <span class="soft">{row.spokenTimes.join(', ')}</span>
          </li>
        ))}
      </ul>
    </>
  );
};
