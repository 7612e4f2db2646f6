import { type ReactNode, useId } from 'react';
import { layOutGantt } from '../../../gantt-layout.ts';
import { type Incident, instantOf, type StatedImpact } from './incident-data.ts';
import { useIncidentWords } from './incident-words.ts';

const chartWidth = 1000;

function Stripes({ id }: { readonly id: string }): ReactNode {
  return (
    <pattern id={id} width="8" height="8" patternUnits="userSpaceOnUse">
      <rect width="8" height="8" fill="#ecf2fe" />
      <rect width="4" height="8" fill="#0b50d0" />
    </pattern>
  );
}

function Key({ id }: { readonly id: string }): ReactNode {
  const { texts } = useIncidentWords();
  return (
    <p className="gantt-key">
      {(['down', 'degraded'] as const).map((severity) => (
        <span key={severity}>
          <svg viewBox="0 0 28 14" aria-hidden="true">
            <defs>
              <Stripes id={`${id}-key`} />
            </defs>
            <rect
              width="28"
              height="14"
              fill={severity === 'down' ? '#bd2c0f' : `url(#${id}-key)`}
            />
          </svg>
          {texts.severity[severity]}
        </span>
      ))}
    </p>
  );
}

function spansOf(impact: StatedImpact, openUntil: string) {
  return impact.intervals.flatMap((interval) => {
    const from = instantOf(interval.from);
    const until = instantOf(interval.until ?? openUntil);
    return from < until ? [{ from, until }] : [];
  });
}

/**
 * Draws when each function did not work, from the statements given. Every row says in words what
 * its bars show, so the picture is hidden from screen readers and nothing is lost.
 */
export function ImpactChart(props: {
  readonly incident: Incident;
  readonly impacts: readonly StatedImpact[];
}): ReactNode {
  const { incident, impacts } = props;
  const { texts, functionName, scopeText, intervalText, lengthText } = useIncidentWords();
  const id = useId();
  const openUntil = incident.restoredAt ?? new Date().toISOString();
  const laid = layOutGantt(
    impacts.map((impact) => spansOf(impact, openUntil)),
    { zone: incident.zone, width: chartWidth },
  );
  if (laid === undefined) return <p className="empty">{texts.overview.chartEmpty}</p>;
  return (
    <>
      <Key id={id} />
      <svg className="gantt-axis" aria-hidden="true">
        {laid.days.map(({ on, x }) => (
          <text key={on} x={`${(x / chartWidth) * 100}%`} y="14">
            {`${Number(on.slice(5, 7))}/${Number(on.slice(8, 10))}`}
          </text>
        ))}
      </svg>
      <ul className="gantt">
        {impacts.map((impact, at) => (
          <li key={impact.id}>
            <b>
              {functionName(incident, impact)}
              {Object.values(impact.scope).some(Boolean) ? ` (${scopeText(impact.scope)})` : ''} ·{' '}
              {texts.severity[impact.severity]} {lengthText(laid.rows[at]?.totalMs ?? 0)}
            </b>
            <svg viewBox={`0 0 ${chartWidth} 20`} preserveAspectRatio="none" aria-hidden="true">
              <defs>
                <Stripes id={`${id}-${at}`} />
              </defs>
              {laid.days.map(({ on, x }) => (
                <rect key={on} x={x} y="0" width="1.5" height="20" fill="#cdd1d5" />
              ))}
              {laid.rows[at]?.bars.map(({ x, width }) => (
                <rect
                  key={x}
                  x={x.toFixed(1)}
                  y="2"
                  width={width.toFixed(1)}
                  height="16"
                  fill={impact.severity === 'down' ? '#bd2c0f' : `url(#${id}-${at})`}
                />
              ))}
            </svg>
            <span className="hint">
              {impact.intervals.map((interval) => intervalText(incident, interval)).join(', ')}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
