import { useQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useMember } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { SelectField, TextField } from '../ui/field.tsx';
import { type ClaimState, type Form, type QueueFilter, queuesQuery } from './claim-data.ts';
import { useClaimWords } from './claim-words.ts';

const states: readonly ClaimState[] = [
  'assessed',
  'in_review',
  'submitted',
  'awaiting_evidence',
  'decided',
  'approved',
  'closed',
];

type Name = Exclude<keyof QueueFilter, 'number'>;

function FilterSelect(props: {
  readonly name: Name;
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly filter: QueueFilter;
  readonly onChange: (filter: QueueFilter) => void;
}): ReactNode {
  const { texts } = useClaimWords();
  const { name, label, options, filter, onChange } = props;
  const change = (value: string): void => {
    const { [name]: _before, ...rest } = filter;
    onChange(value === '' ? rest : { ...rest, [name]: value });
  };
  return (
    <SelectField
      label={label}
      value={filter[name] ?? ''}
      emptyLabel={texts.queue.any}
      options={options}
      onChange={change}
    />
  );
}

function NumberSearch(props: {
  readonly number: string;
  readonly onFind: (number: string) => void;
}): ReactNode {
  const { texts } = useClaimWords();
  const [typed, setTyped] = useState(props.number);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    props.onFind(typed.trim());
  };
  return (
    <search>
      <form className="claims-find" onSubmit={submit}>
        <TextField
          label={texts.queue.find}
          hint={texts.queue.findHint}
          type="search"
          value={typed}
          onChange={setTyped}
        />
        <Button type="submit">{texts.queue.findButton}</Button>
      </form>
    </search>
  );
}

/** Narrows the queue: by number, state with its count, class, service and suggestion. */
export function QueueFilters(props: {
  readonly incidentId: string;
  readonly form: Form | undefined;
  readonly filter: QueueFilter;
  readonly onChange: (filter: QueueFilter) => void;
}): ReactNode {
  const { incidentId, form, filter, onChange } = props;
  const { texts, choices, format } = useClaimWords(form);
  const member = useMember();
  const { data: queues } = useQuery(queuesQuery(incidentId));
  const find = (number: string): void => {
    const { number: _before, ...rest } = filter;
    onChange(number === '' ? rest : { ...rest, number });
  };
  const counted = (label: string, count: number | undefined): string =>
    count === undefined ? label : `${label} (${format.count(count)})`;
  const stateOptions = [
    ...states.map((state) => ({
      value: state,
      label: counted(texts.states[state], queues?.states[state]),
    })),
    { value: 'all', label: counted(texts.queue.all, queues?.claimCount) },
  ];
  const suggestions = Object.entries(texts.suggestions).map(([value, label]) => ({ value, label }));
  const select = { filter, onChange };
  return (
    <>
      <NumberSearch key={filter.number ?? ''} number={filter.number ?? ''} onFind={find} />
      <div className="filters">
        <SelectField
          label={texts.fields.state}
          value={filter.state ?? 'assessed'}
          options={stateOptions}
          onChange={(state) => onChange({ ...filter, state })}
        />
        <FilterSelect
          {...select}
          name="assignedTo"
          label={texts.desk.assignedTo}
          options={[
            { value: member.id, label: texts.desk.mine },
            { value: 'nobody', label: texts.desk.nobody },
          ]}
        />
        <FilterSelect
          {...select}
          name="priority"
          label={texts.desk.priority}
          options={([1, 2, 3] as const).map((value) => ({
            value: String(value),
            label: texts.desk.priorities[value],
          }))}
        />
        <FilterSelect
          {...select}
          name="kind"
          label={texts.fields.kind}
          options={choices(form?.kinds)}
        />
        <FilterSelect
          {...select}
          name="partyClass"
          label={texts.fields.partyClass}
          options={choices(form?.partyClasses)}
        />
        <FilterSelect
          {...select}
          name="service"
          label={texts.fields.service}
          options={choices(form?.services)}
        />
        <FilterSelect
          {...select}
          name="suggestion"
          label={texts.fields.suggestion}
          options={suggestions}
        />
      </div>
      {Object.keys(filter).length === 0 ? null : (
        <Button kind="plain" onPress={() => onChange({})}>
          {texts.queue.clear}
        </Button>
      )}
    </>
  );
}
