import type { FC } from 'hono/jsx';

/** One fact or answer; with a link that changes it where that is possible. */
export interface SummaryRow {
  readonly term: string;
  readonly value: string;
  readonly change?: { readonly href: string; readonly text: string };
}

export interface SummaryListProps {
  readonly rows: readonly SummaryRow[];
}

/** Facts or answers one below the other; a change link names its question to screen readers. */
export const SummaryList: FC<SummaryListProps> = ({ rows }) => (
  <dl class="facts">
    {rows.map(({ term, value, change }) => (
      <div key={term}>
        <dt>{term}</dt>
        <dd>{value}</dd>
        {change === undefined ? null : (
          <dd class="do np">
            <a href={change.href}>
              {change.text}
              <span class="vh"> {term}</span>
            </a>
          </dd>
        )}
      </div>
    ))}
  </dl>
);
