import type { Child, FC } from 'hono/jsx';

export interface FormGroupProps {
  /** id of the control, or of the first one in a set; hint and problem ids are made from it */
  readonly id: string;
  readonly label: string;
  /** several controls that answer one question stand in a fieldset */
  readonly isSet?: boolean;
  /** the question is the heading of the page */
  readonly isHeading?: boolean;
  /** what the label adds for an answer that may be left out */
  readonly optionalText?: string | undefined;
  readonly hint?: string | undefined;
  readonly problem?: string | undefined;
  readonly children?: Child;
}

/** Gives the value of aria-describedby for a control in the group, or undefined. */
export function describedBy(
  group: Pick<FormGroupProps, 'id' | 'hint' | 'problem'>,
): string | undefined {
  const ids = [
    ...(group.hint === undefined ? [] : [`${group.id}-hint`]),
    ...(group.problem === undefined ? [] : [`${group.id}-problem`]),
  ];
  return ids.length === 0 ? undefined : ids.join(' ');
}

const Label: FC<FormGroupProps> = ({ id, label, isSet, isHeading, optionalText }) => {
  const text = optionalText === undefined ? label : `${label} (${optionalText})`;
  if (isSet)
    return <legend class={isHeading ? '' : 'lab'}>{isHeading ? <h1>{text}</h1> : text}</legend>;
  const control = (
    <label class="lab" for={id}>
      {text}
    </label>
  );
  return isHeading ? <h1>{control}</h1> : control;
};

/**
 * A question with its hint, its problem and its controls.
 *
 * The error bar belongs to the div around the fieldset: a legend sits on its fieldset's border, so
 * a bar on the fieldset itself would begin half-way down.
 */
export const FormGroup: FC<FormGroupProps> = (props) => {
  const { id, isSet = false, hint, problem, children } = props;
  const inside = (
    <>
      <Label {...props} />
      {hint === undefined ? null : (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {problem === undefined ? null : (
        <p class="err" id={`${id}-problem`}>
          {problem}
        </p>
      )}
      {children}
    </>
  );
  const look = problem === undefined ? 'grp' : 'grp bad';
  if (!isSet) return <div class={look}>{inside}</div>;
  return (
    <div class={look}>
      <fieldset aria-describedby={describedBy(props)}>{inside}</fieldset>
    </div>
  );
};
