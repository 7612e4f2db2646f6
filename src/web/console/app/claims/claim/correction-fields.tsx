import type { ReactNode } from 'react';
import { useLanguage } from '../../language.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import type { ClaimDetail, Form } from '../claim-data.ts';

/** Facts of one policy being set right: what is typed, by the fact's name. */
export interface CorrectionDraft {
  readonly policyHash: string;
  readonly facts: Readonly<Record<string, string>>;
}

export const noCorrection: CorrectionDraft = { policyHash: '', facts: {} };

type Findings = NonNullable<ClaimDetail['assessment']>['findings'];
type Fact = string | boolean;

const isPlain = (value: unknown): value is Fact | number =>
  ['string', 'boolean', 'number'].includes(typeof value);

/** Lists the facts of a policy that can be set right, in their order. */
function listFacts(findings: Findings, policyHash: string): readonly (readonly [string, Fact])[] {
  const finding = findings.find((one) => one.policyHash === policyHash);
  return Object.entries(finding?.facts ?? {}).flatMap(([name, value]) => {
    if (!isPlain(value)) return [];
    return [[name, typeof value === 'number' ? String(value) : value] as const];
  });
}

/**
 * Gives a correction as it is sent: only facts that differ from those found.
 *
 * @returns undefined when no policy is chosen or nothing differs
 */
export function readCorrection(
  draft: CorrectionDraft,
  findings: Findings,
): { readonly policyHash: string; readonly facts: Record<string, Fact> } | undefined {
  const facts: Record<string, Fact> = {};
  for (const [name, found] of listFacts(findings, draft.policyHash)) {
    const typed = draft.facts[name]?.trim() ?? '';
    const right = typeof found === 'boolean' ? typed === 'true' : typed;
    if (typed !== '' && right !== found) facts[name] = right;
  }
  return Object.keys(facts).length === 0 ? undefined : { policyHash: draft.policyHash, facts };
}

/**
 * Lists what a fact can be where the questionnaire has a closed list for it, so that nobody has to
 * know its codes; undefined where anything may be written.
 */
export function choicesOf(name: string, found: Fact, form: Form | undefined) {
  const lists = {
    party_class: form?.partyClasses,
    category: form?.categories,
    kind: form?.kinds,
    service: form?.services,
  };
  const question = form?.questions.find(({ code }) => code === name);
  const list = lists[name as keyof typeof lists] ?? question?.choices;
  // What was found is not on the list where the policy has its own word for it.
  return list?.some(({ code }) => code === found) === true ? list : undefined;
}

function FactField(props: {
  readonly name: string;
  readonly found: Fact;
  readonly form: Form | undefined;
  readonly value: string;
  readonly onChange: (value: string) => void;
}): ReactNode {
  const { words, locale } = useLanguage();
  const { name, found, value, onChange } = props;
  const choices = choicesOf(name, found, props.form);
  const { yes, no } = words.shell.parts;
  const label = name.replaceAll('_', ' ');
  const shown = typeof found === 'boolean' ? (found ? yes : no) : found;
  const hint = words.care.correction.was(shown);
  if (choices !== undefined) {
    return (
      <SelectField
        label={label}
        value={value}
        emptyLabel={words.care.correction.was(
          choices.find(({ code }) => code === found)?.[locale] ?? shown,
        )}
        options={choices
          .filter(({ code }) => code !== found)
          .map((choice) => ({ value: choice.code, label: choice[locale] }))}
        onChange={onChange}
      />
    );
  }
  if (typeof found !== 'boolean') {
    return <TextField label={label} hint={hint} isOptional value={value} onChange={onChange} />;
  }
  return (
    <SelectField
      label={label}
      hint={hint}
      value={value}
      emptyLabel={words.care.correction.was(shown)}
      options={[
        { value: 'true', label: yes },
        { value: 'false', label: no },
      ]}
      onChange={onChange}
    />
  );
}

/** Sets right what a policy took for a fact; the policy then works out the amount itself. */
export function CorrectionFields(props: {
  readonly findings: Findings;
  readonly form: Form | undefined;
  readonly draft: CorrectionDraft;
  readonly error: string | undefined;
  readonly onChange: (draft: CorrectionDraft) => void;
}): ReactNode {
  const { words, locale } = useLanguage();
  const { correction } = words.care;
  const { findings, draft, onChange } = props;
  if (findings.length === 0) return null;
  return (
    <fieldset>
      <legend>{correction.title}</legend>
      <SelectField
        label={correction.policy}
        hint={correction.hint}
        error={props.error}
        value={draft.policyHash}
        emptyLabel={correction.none}
        options={findings.map(({ policyHash, policyId, title }) => ({
          value: policyHash,
          label: title?.[locale] ?? policyId,
        }))}
        onChange={(policyHash) => onChange({ policyHash, facts: {} })}
      />
      {listFacts(findings, draft.policyHash).map(([name, found]) => (
        <FactField
          key={name}
          name={name}
          found={found}
          form={props.form}
          value={draft.facts[name] ?? ''}
          onChange={(value) => onChange({ ...draft, facts: { ...draft.facts, [name]: value } })}
        />
      ))}
    </fieldset>
  );
}
