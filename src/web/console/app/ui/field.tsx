import { type ReactNode, useId } from 'react';
import { useLanguage } from '../language.tsx';

interface FieldProps {
  readonly label: string;
  readonly hint?: string | undefined;
  /** what is wrong with the value, and what would be right */
  readonly error?: string | undefined;
  readonly isOptional?: boolean;
}

interface ControlIds {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean;
}

/** A labelled control with its hint and error, tied together for a screen reader. */
export function Field(
  props: FieldProps & { readonly children: (ids: ControlIds) => ReactNode },
): ReactNode {
  const { words } = useLanguage();
  const id = useId();
  const { label, hint, error, isOptional = false, children } = props;
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div className={error === undefined ? 'field' : 'field field-bad'}>
      <label htmlFor={id}>
        {label} {isOptional ? <small>({words.shell.parts.optional})</small> : null}
      </label>
      {hint === undefined ? null : (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error === undefined ? null : (
        <p className="error" id={`${id}-error`}>
          {error}
        </p>
      )}
      {children({
        id,
        'aria-describedby': described === '' ? undefined : described,
        'aria-invalid': error !== undefined,
      })}
    </div>
  );
}

interface TextProps extends FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly type?: 'text' | 'email' | 'password' | 'date' | 'datetime-local' | 'search';
  readonly autoComplete?: string;
  readonly inputMode?: 'numeric' | 'decimal' | 'text';
  readonly rows?: number;
}

/** One line of text; several when `rows` is given. */
export function TextField(props: TextProps): ReactNode {
  const { value, onChange, type = 'text', autoComplete = 'off', inputMode, rows } = props;
  return (
    <Field {...props}>
      {(ids) =>
        rows === undefined ? (
          <input
            {...ids}
            type={type}
            value={value}
            autoComplete={autoComplete}
            inputMode={inputMode}
            onChange={(event) => onChange(event.target.value)}
          />
        ) : (
          <textarea
            {...ids}
            rows={rows}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
        )
      }
    </Field>
  );
}

/** One of several named values; the empty value stands for none chosen. */
export function SelectField(
  props: FieldProps & {
    readonly value: string;
    readonly onChange: (value: string) => void;
    readonly options: readonly { readonly value: string; readonly label: string }[];
    /** what the empty choice is called; absent when one must be chosen and one already is */
    readonly emptyLabel?: string;
  },
): ReactNode {
  const { value, onChange, options, emptyLabel } = props;
  return (
    <Field {...props}>
      {(ids) => (
        <select {...ids} value={value} onChange={(event) => onChange(event.target.value)}>
          {emptyLabel === undefined ? null : <option value="">{emptyLabel}</option>}
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** Several of named values, each with its box. */
export function CheckboxGroup(props: {
  readonly legend: string;
  readonly hint?: string;
  readonly values: readonly string[];
  readonly onChange: (values: readonly string[]) => void;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}): ReactNode {
  const { legend, hint, values, onChange, options } = props;
  const toggle = (value: string): void =>
    onChange(values.includes(value) ? values.filter((held) => held !== value) : [...values, value]);
  return (
    <fieldset className="field">
      <legend>{legend}</legend>
      {hint === undefined ? null : <p className="hint">{hint}</p>}
      {options.map((option) => (
        <label className="check" key={option.value}>
          <input
            type="checkbox"
            checked={values.includes(option.value)}
            onChange={() => toggle(option.value)}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
