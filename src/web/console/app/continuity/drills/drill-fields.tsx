import type { ReactNode } from 'react';
import type { Inventory } from '../../../../../continuity/simulate/index.ts';
import { useLanguage } from '../../language.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import type { DrillKind } from './drill-data.ts';
import type { DrillDraft } from './drill-draft.ts';

interface FieldsProps {
  readonly inventory: Inventory;
  readonly draft: DrillDraft;
  readonly onChange: (draft: DrillDraft) => void;
  readonly isTried: boolean;
}

/** The fields of a drill's record: what was removed, how it was held, when and by whom. */
export function DrillFields(props: FieldsProps): ReactNode {
  return (
    <>
      <WhatFields {...props} />
      <HowFields {...props} />
      <WhenFields {...props} />
    </>
  );
}

function WhatFields({ inventory, draft, onChange, isTried }: FieldsProps): ReactNode {
  const { words, locale } = useLanguage();
  const { drills } = words.continuity;
  const set = (part: Partial<DrillDraft>) => onChange({ ...draft, ...part });
  const missing = (text: string) => (isTried && text === '' ? drills.fillIn : undefined);
  const named = (list: Iterable<{ readonly id: string; readonly title: Inventory['title'] }>) =>
    [...list].map(({ id, title }) => ({
      value: id,
      label: title[locale] === id ? id : `${title[locale]} (${id})`,
    }));
  const domains = named(inventory.domains.values());
  const options = inventory.nodes.get(draft.node)?.options ?? [];
  return (
    <>
      <SelectField
        label={drills.fields.node}
        error={missing(draft.node)}
        value={draft.node}
        emptyLabel={drills.choose}
        onChange={(node) => set({ node, option: '' })}
        options={named(inventory.nodes.values())}
      />
      <SelectField
        label={drills.fields.option}
        value={draft.option}
        emptyLabel={drills.keptRunning}
        onChange={(option) => set({ option })}
        options={options.map(({ name }) => ({ value: name, label: name }))}
      />
      <SelectField
        label={drills.fields.domain}
        error={missing(draft.domain)}
        value={draft.domain}
        emptyLabel={drills.choose}
        onChange={(domain) => set({ domain })}
        options={domains}
      />
      <SelectField
        label={drills.fields.with}
        isOptional
        value={draft.with}
        emptyLabel={drills.noSecond}
        onChange={(second) => set({ with: second })}
        options={domains}
      />
    </>
  );
}

function HowFields({ draft, onChange }: FieldsProps): ReactNode {
  const { drills } = useLanguage().words.continuity;
  const set = (part: Partial<DrillDraft>) => onChange({ ...draft, ...part });
  const kinds = Object.entries(drills.kinds).map(([value, label]) => ({ value, label }));
  return (
    <>
      <SelectField
        label={drills.fields.scope}
        hint={drills.scopeHint}
        value={draft.scope}
        onChange={(scope) => set({ scope: scope as DrillDraft['scope'] })}
        options={(['full', 'partial'] as const).map((value) => ({
          value,
          label: drills.scopes[value],
        }))}
      />
      <SelectField
        label={drills.columns.kind}
        value={draft.kind}
        onChange={(kind) => set({ kind: kind as DrillKind })}
        options={kinds}
      />
      <SelectField
        label={drills.columns.result}
        value={draft.result}
        onChange={(result) => set({ result: result as DrillDraft['result'] })}
        options={(['passed', 'failed'] as const).map((value) => ({
          value,
          label: drills.results[value],
        }))}
      />
    </>
  );
}

function WhenFields({ draft, onChange, isTried }: FieldsProps): ReactNode {
  const { drills } = useLanguage().words.continuity;
  const set = (part: Partial<DrillDraft>) => onChange({ ...draft, ...part });
  const missing = (text: string) => (isTried && text === '' ? drills.fillIn : undefined);
  return (
    <>
      <TextField
        label={drills.fields.startedAt}
        type="datetime-local"
        error={missing(draft.startedAt)}
        value={draft.startedAt}
        onChange={(startedAt) => set({ startedAt })}
      />
      <TextField
        label={drills.fields.detectedAt}
        type="datetime-local"
        isOptional
        value={draft.detectedAt}
        onChange={(detectedAt) => set({ detectedAt })}
      />
      <TextField
        label={drills.fields.doneAt}
        type="datetime-local"
        isOptional
        value={draft.doneAt}
        onChange={(doneAt) => set({ doneAt })}
      />
      <TextField
        label={drills.fields.roles}
        hint={drills.rolesHint}
        isOptional
        rows={2}
        value={draft.roles}
        onChange={(roles) => set({ roles })}
      />
      <TextField
        label={drills.fields.deviations}
        hint={drills.deviationsHint}
        isOptional
        rows={2}
        value={draft.deviations}
        onChange={(deviations) => set({ deviations })}
      />
    </>
  );
}
