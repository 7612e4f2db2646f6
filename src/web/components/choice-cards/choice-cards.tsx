import type { FC } from 'hono/jsx';
import { FormGroup, type FormGroupProps } from '../form-group/form-group.tsx';

/** One answer of a list; the whole card can be pressed. */
export interface ChoiceCard {
  readonly value: string;
  readonly text: string;
  readonly hint?: string | undefined;
}

export interface ChoiceCardsProps extends Omit<FormGroupProps, 'isSet' | 'children'> {
  readonly name: string;
  readonly choices: readonly ChoiceCard[];
  readonly chosen: readonly string[];
  /** true: checkboxes, any number; false: radio buttons, one */
  readonly isMultiple?: boolean;
}

/** Radio buttons or checkboxes as cards; the first control carries the id that errors link to. */
export const ChoiceCards: FC<ChoiceCardsProps> = (props) => {
  const { id, name, choices, chosen, isMultiple = false } = props;
  return (
    <FormGroup {...props} isSet>
      <div class="cards">
        {choices.map(({ value, text, hint }, index) => (
          <label class="card" key={value}>
            <input
              type={isMultiple ? 'checkbox' : 'radio'}
              id={index === 0 ? id : `${id}-${value}`}
              name={name}
              value={value}
              checked={chosen.includes(value)}
            />
            <span>
              {text}
              {hint === undefined ? null : <small>{hint}</small>}
            </span>
          </label>
        ))}
      </div>
    </FormGroup>
  );
};
