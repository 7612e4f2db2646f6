import type { ReactNode } from 'react';
import { newId } from '../../claims/new-id.ts';
import { useLanguage } from '../../language.tsx';
import { Button } from '../../ui/button.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import type { ColumnDraft, RailDraft } from './rail-draft.ts';

interface Props {
  readonly draft: RailDraft;
  readonly onChange: (draft: RailDraft) => void;
}

function Columns({ draft, onChange }: Props): ReactNode {
  const { words } = useLanguage();
  const texts = words.treasury.rails;
  const fields = Object.keys(texts.fields);
  const change = (key: string, part: Partial<ColumnDraft>): void =>
    onChange({
      ...draft,
      columns: draft.columns.map((column) =>
        column.key === key ? { ...column, ...part } : column,
      ),
    });
  const remove = (key: string): void =>
    onChange({ ...draft, columns: draft.columns.filter((column) => column.key !== key) });
  const add = (): void =>
    onChange({
      ...draft,
      columns: [...draft.columns, { key: newId(), title: '', field: 'blank', lengthMax: '' }],
    });
  return (
    <fieldset className="field">
      <legend>{texts.columns}</legend>
      {draft.columns.map((column, at) => (
        <fieldset className="treasury-fields" key={column.key}>
          <legend>{texts.column(String(at + 1))}</legend>
          <TextField
            label={texts.columnTitle}
            value={column.title}
            onChange={(title) => change(column.key, { title })}
          />
          <SelectField
            label={texts.columnField}
            value={column.field}
            options={fields.map((field) => ({ value: field, label: texts.fields[field] ?? field }))}
            onChange={(field) => change(column.key, { field })}
          />
          <TextField
            label={texts.columnLength}
            inputMode="numeric"
            value={column.lengthMax}
            onChange={(lengthMax) => change(column.key, { lengthMax })}
          />
          <div className="treasury-row-actions">
            <Button kind="plain" onPress={() => remove(column.key)}>
              {texts.removeColumn}
            </Button>
          </div>
        </fieldset>
      ))}
      <Button onPress={add}>{texts.addColumn}</Button>
    </fieldset>
  );
}

/** The settings of a bulk transfer file: its form, its encoding, its columns in order. */
export function BulkFields({ draft, onChange }: Props): ReactNode {
  const { words } = useLanguage();
  const texts = words.treasury.rails;
  return (
    <>
      <div className="treasury-fields">
        <SelectField
          label={texts.form}
          value={draft.form}
          options={[
            { value: 'csv', label: 'CSV' },
            { value: 'xlsx', label: 'Excel (XLSX)' },
          ]}
          onChange={(form) => onChange({ ...draft, form: form === 'xlsx' ? 'xlsx' : 'csv' })}
        />
        <SelectField
          label={texts.encoding}
          value={draft.encoding}
          options={[
            { value: 'cp949', label: 'CP949 (EUC-KR)' },
            { value: 'utf-8', label: 'UTF-8' },
          ]}
          onChange={(encoding) =>
            onChange({ ...draft, encoding: encoding === 'utf-8' ? 'utf-8' : 'cp949' })
          }
        />
        <SelectField
          label={texts.hasHeader}
          value={draft.hasHeader ? 'yes' : 'no'}
          options={[
            { value: 'yes', label: texts.yes },
            { value: 'no', label: texts.no },
          ]}
          onChange={(value) => onChange({ ...draft, hasHeader: value === 'yes' })}
        />
        <TextField
          label={texts.countMax}
          inputMode="numeric"
          value={draft.countMax}
          onChange={(countMax) => onChange({ ...draft, countMax })}
        />
        <TextField
          label={texts.memo}
          value={draft.memo}
          onChange={(memo) => onChange({ ...draft, memo })}
        />
      </div>
      <Columns draft={draft} onChange={onChange} />
    </>
  );
}
