import type { FC } from 'hono/jsx';
import { type AdoptedImpact, type Incident, statedIntervals } from '../../incident/index.ts';
import { type Instant, type LocalDate, renderLocal } from '../../kernel/index.ts';
import { type GanttLayout, layOutGantt } from '../gantt-layout.ts';
import { Folded } from './incident-sections.tsx';
import { type Locale, publicWords } from './public-layout.tsx';

const chartWidth = 1000;
const minuteMs = 60_000;

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

/** Gives the name of the service function an impact is about, with its limits. */
export function impactTitle(
  { incident, locale }: { readonly incident: Incident; readonly locale: Locale },
  impact: AdoptedImpact,
): string {
  const known = incident.functions.find(
    (item) => item.service === impact.service && item.function === impact.function,
  );
  const limits = Object.values(impact.scope).filter((limit) => limit !== undefined);
  const name = known?.titles[locale] ?? `${impact.service} ${impact.function}`;
  return limits.length === 0 ? name : `${name} (${limits.join(', ')})`;
}

function listRows(chart: Chart): { rows: readonly Row[]; days: GanttLayout['days'] } | undefined {
  const { locale, incident } = chart;
  const { zone } = incident;
  const stated = chart.impacts.map((impact) => [
    ...statedIntervals(impact, incident.restoredAt ?? chart.now),
  ]);
  const laid = layOutGantt(stated, { zone, width: chartWidth });
  if (laid === undefined) return undefined;
  const show = (at: Instant) => renderLocal(at, { zone, locale });
  const rows = laid.rows.map(({ bars, totalMs }, position) => {
    const impact = chart.impacts[position] as AdoptedImpact;
    const intervals = stated[position] ?? [];
    return {
      impact,
      title: impactTitle(chart, impact),
      bars,
      spokenTimes: intervals.map(({ from, until }) => `${show(from)} – ${show(until)}`),
      minutes: totalMs / minuteMs,
    };
  });
  return { rows, days: laid.days };
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
  const laid = listRows(chart);
  if (laid === undefined) return <p>{words.impactEmpty}</p>;
  const { rows, days } = laid;
  return (
    <>
      <Key locale={chart.locale} />
      <Axis days={days} />
      <Folded
        locale={chart.locale}
        count={rows.length - rowsShown}
        first={<Rows rows={rows.slice(0, rowsShown)} days={days} locale={chart.locale} />}
        rest={
          <>
            <Axis days={days} />
            <Rows rows={rows.slice(rowsShown)} days={days} locale={chart.locale} />
          </>
        }
      />
    </>
  );
};

const rowsShown = 6;

const Rows: FC<{ rows: readonly Row[]; days: GanttLayout['days']; locale: Locale }> = (props) => (
  <ul class="gantt">
    {props.rows.map((row) => (
      <li key={row.impact.id}>
        <b>
          {row.title} · {publicWords(props.locale).severity[row.impact.severity]}{' '}
          {renderLength(row.minutes * minuteMs, props.locale)}
        </b>
        <Bars row={row} days={props.days} id={`stripes-${row.impact.id}`} />
        <span class="soft">{row.spokenTimes.join(', ')}</span>
      </li>
    ))}
  </ul>
);
