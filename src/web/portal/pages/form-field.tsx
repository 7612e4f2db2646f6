import type { FC } from 'hono/jsx';
import { ChoiceCards } from '../../components/choice-cards/choice-cards.tsx';
import { FormGroup } from '../../components/form-group/form-group.tsx';
import { TextField, type TextFieldProps } from '../../components/text-field/text-field.tsx';
import type { Locale } from '../../layout.tsx';
import { portalMessages } from '../../messages/portal.ts';
import type { Field } from '../question.ts';

export interface FormFieldProps {
  readonly field: Field;
  readonly locale: Locale;
  readonly zoneName: string;
  /** when the outage was, said where a time is asked */
  readonly outageText?: string;
  readonly unit: string;
  readonly text: string;
  /** the field alone is the page's question, so that its label is the heading */
  readonly isHeading: boolean;
  readonly problem?: string | undefined;
}

const InstantField: FC<FormFieldProps> = ({
  field,
  locale,
  zoneName,
  outageText,
  text,
  isHeading,
  problem,
}) => {
  const words = portalMessages(locale).form;
  const [on = '', time = ''] = text.split(' ');
  const shared = { isNarrow: true, problem: undefined };
  const unknown = field.isRequired ? undefined : words.timeUnknown;
  const hint = [field.hint, outageText, unknown, words.zoneNote(zoneName)]
    .filter((one) => one !== undefined)
    .join(' ');
  return (
    <FormGroup
      id={`${field.name}-date`}
      label={field.label}
      isSet
      isHeading={isHeading}
      optionalText={field.isRequired ? undefined : words.optional}
      hint={hint}
      problem={problem}
    >
      <div class="row">
        <TextField
          {...shared}
          id={`${field.name}-date`}
          name={`${field.name}-date`}
          label={words.date}
          inputType="date"
          value={on}
        />
        <TextField
          {...shared}
          id={`${field.name}-time`}
          name={`${field.name}-time`}
          label={words.time}
          inputType="time"
          value={time}
        />
      </div>
    </FormGroup>
  );
};

const inputs: Partial<Record<Field['kind'], Partial<TextFieldProps>>> = {
  money: { inputMode: 'numeric', autocomplete: 'off' },
  count: { inputMode: 'numeric', isNarrow: true, autocomplete: 'off' },
  ratio: { inputMode: 'decimal', unit: '%', autocomplete: 'off' },
  date: { inputType: 'date', isNarrow: true },
  long: { isLong: true },
  contact: { inputMode: 'email', autocomplete: 'email' },
  account: { inputMode: 'numeric', autocomplete: 'off' },
};

/** One field of a question page: cards for choices, the right keyboard for everything else. */
export const FormField: FC<FormFieldProps> = (props) => {
  const { field, locale, unit, text, isHeading, problem } = props;
  const words = portalMessages(locale).form;
  const shared = {
    id: field.name,
    name: field.name,
    label: field.label,
    isHeading,
    hint: field.hint,
    problem,
    optionalText: field.isRequired ? undefined : words.optional,
  };
  if (field.kind === 'instant') return <InstantField {...props} />;
  if (field.kind === 'choice' || field.kind === 'yes_no') {
    const yesNo = [
      { code: 'yes', text: words.yes },
      { code: 'no', text: words.no },
    ];
    const choices = field.kind === 'choice' ? field.choices : yesNo;
    const cards = choices.map(({ code, ...rest }) => ({ value: code, ...rest }));
    return <ChoiceCards {...shared} choices={cards} chosen={text === '' ? [] : [text]} />;
  }
  return (
    <TextField
      {...shared}
      {...inputs[field.kind]}
      {...(field.kind === 'money' ? { unit } : {})}
      {...(field.autocomplete === undefined ? {} : { autocomplete: field.autocomplete })}
      value={text}
    />
  );
};
