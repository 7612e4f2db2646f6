import type { FC } from 'hono/jsx';

/** One stage on the way of a claim; the state is said in words too, never by colour alone. */
export interface Stage {
  readonly title: string;
  readonly state: 'done' | 'now' | 'later';
  /** when it was reached, or the word for not yet; empty when nothing is known of it */
  readonly note: string;
}

export interface StageListProps {
  readonly stages: readonly Stage[];
  readonly currentText: string;
}

/** All stages in order, with times, the present one marked. */
export const StageList: FC<StageListProps> = ({ stages, currentText }) => (
  <ol class="stages">
    {stages.map(({ title, state, note }) => (
      <li key={title} class={state} aria-current={state === 'now' ? 'step' : undefined}>
        <b>{title}</b>
        <span class="soft">
          {(state === 'now' ? [currentText, note] : [note]).filter((one) => one !== '').join(' · ')}
        </span>
      </li>
    ))}
  </ol>
);
