import type { FC } from 'hono/jsx';

export interface NoticeProps {
  readonly title: string;
  readonly lines: readonly string[];
  /** plain: good to know; good: something is settled; warning: something is left to do */
  readonly tone?: 'plain' | 'good' | 'warning';
}

const looks = { plain: 'note', good: 'note ok', warning: 'note warn' } as const;

/** A quiet box with a title and sentences; several sentences become a list. */
export const Notice: FC<NoticeProps> = ({ title, lines, tone = 'plain' }) => (
  <section class={looks[tone]}>
    <h2>{title}</h2>
    {lines.length === 1 ? (
      <p>{lines[0]}</p>
    ) : (
      <ul class="tick">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    )}
  </section>
);
