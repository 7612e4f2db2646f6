import type { FC } from 'hono/jsx';

/** One thing to mend: the sentence beside the field, and the id of the control it is about. */
export interface FieldProblem {
  readonly fieldId: string;
  readonly text: string;
}

export interface ErrorSummaryProps {
  readonly title: string;
  readonly problems: readonly FieldProblem[];
}

/**
 * Lists what has to be mended, at the top of the page, each line a link to its field.
 *
 * It takes the focus without a script: `autofocus` works on an element with a tabindex. Nothing is
 * shown when there is nothing to mend.
 */
export const ErrorSummary: FC<ErrorSummaryProps> = ({ title, problems }) => {
  if (problems.length === 0) return null;
  return (
    <div class="sum" role="alert" aria-labelledby="summary-title" tabindex={-1} autofocus>
      <h2 id="summary-title">{title}</h2>
      <ul>
        {problems.map(({ fieldId, text }) => (
          <li key={fieldId}>
            <a href={`#${fieldId}`}>{text}</a>
          </li>
        ))}
      </ul>
    </div>
  );
};
