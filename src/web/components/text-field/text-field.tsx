import type { FC } from 'hono/jsx';
import { describedBy, FormGroup, type FormGroupProps } from '../form-group/form-group.tsx';

export interface TextFieldProps extends Omit<FormGroupProps, 'isSet' | 'children'> {
  readonly name: string;
  readonly value: string;
  /** several lines; the other input settings do not apply then */
  readonly isLong?: boolean;
  readonly inputType?: 'text' | 'date' | 'time' | 'tel' | 'email';
  readonly inputMode?: 'numeric' | 'decimal' | 'email' | 'tel' | 'text';
  readonly autocomplete?: string;
  /** a unit behind the control: 원 */
  readonly unit?: string | undefined;
  readonly isNarrow?: boolean;
}

const Control: FC<TextFieldProps> = (props) => {
  const { id, name, value, isLong = false, inputType = 'text', inputMode, autocomplete } = props;
  const shared = {
    id,
    name,
    'aria-describedby': describedBy(props),
    'aria-invalid': props.problem === undefined ? undefined : ('true' as const),
  };
  if (isLong) {
    return (
      <textarea class="in" rows={6} {...shared}>
        {value}
      </textarea>
    );
  }
  return (
    <input
      class={props.isNarrow ? 'in fit' : 'in'}
      type={inputType}
      value={value}
      inputmode={inputMode}
      autocomplete={autocomplete}
      {...shared}
    />
  );
};

/** One control for text, a number, a date or a time, with its label, hint and problem. */
export const TextField: FC<TextFieldProps> = (props) => {
  const { unit, isNarrow: _narrow, ...rest } = props;
  return (
    <FormGroup {...props}>
      {unit === undefined ? (
        <Control {...props} />
      ) : (
        <div class="pair">
          <Control {...rest} />
          <span>{unit}</span>
        </div>
      )}
    </FormGroup>
  );
};
