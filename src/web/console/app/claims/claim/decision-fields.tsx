import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { SelectField, TextField } from '../../ui/field.tsx';
import { type ClaimDetail, type Form, type Outcome, reasonsQuery } from '../claim-data.ts';
import { useClaimWords } from '../claim-words.ts';
import { AwardEditor } from './award-editor.tsx';
import type { DraftDesk } from './decision-draft.ts';

const outcomes: readonly Outcome[] = ['award', 'deny', 'close'];

/** An appeal can only be upheld where there is one; claims alike are decided again by a run. */
const fitsClaim = (code: string, claim: Pick<ClaimDetail, 'isAppealed'>): boolean =>
  code === 'appeal_upheld' ? claim.isAppealed : code !== 'alike_appeal_upheld';

/** What a decision says: outcome, reason with what cures it, awards. */
export function DecisionFields(props: {
  readonly claim: ClaimDetail;
  readonly form: Form | undefined;
  readonly desk: DraftDesk;
}): ReactNode {
  const { claim, form, desk } = props;
  const { texts, reason, evidence } = useClaimWords(form);
  const { data: reasons } = useQuery(reasonsQuery);
  const { outcome, reasonCode } = desk.draft;
  const open = (reasons?.reasonCodes ?? []).filter(
    ({ code, outcomes: fitting }) =>
      outcome !== '' && fitting.includes(outcome) && fitsClaim(code, claim),
  );
  const curedBy = open.find(({ code }) => code === reasonCode)?.curedBy ?? [];
  const choose = (chosen: string): void => {
    const next = chosen as Outcome | '';
    const fits = (code: string): boolean =>
      next !== '' &&
      reasons?.reasonCodes.find((one) => one.code === code)?.outcomes.includes(next) === true;
    desk.change({ outcome: next, reasonCode: fits(reasonCode) ? reasonCode : '' });
  };
  return (
    <>
      <SelectField
        label={texts.decide.outcome}
        value={outcome}
        emptyLabel={texts.decide.chooseOutcome}
        error={desk.shown.includes('outcome') ? texts.decide.chooseOutcome : undefined}
        options={outcomes.map((value) => ({ value, label: texts.outcomes[value] }))}
        onChange={choose}
      />
      {outcome === '' ? null : (
        <SelectField
          label={texts.decide.reason}
          value={reasonCode}
          emptyLabel={texts.decide.chooseReason}
          error={desk.shown.includes('reason') ? texts.decide.chooseReason : undefined}
          options={open.map(({ code }) => ({ value: code, label: reason(code) }))}
          onChange={(code) => desk.change({ reasonCode: code })}
        />
      )}
      {curedBy.length === 0 ? null : (
        <p className="hint">{texts.decide.cures(curedBy.map(evidence).join(', '))}</p>
      )}
      {outcome === 'award' ? <AwardEditor claim={claim} desk={desk} /> : null}
    </>
  );
}

/** Why this was decided; needed when it differs from the suggestion. */
export function NoteField(props: {
  readonly label: string;
  readonly hint?: string;
  readonly error: string | undefined;
  readonly desk: DraftDesk;
}): ReactNode {
  const { desk, ...rest } = props;
  return (
    <TextField
      {...rest}
      rows={3}
      value={desk.draft.note}
      onChange={(note) => desk.change({ note })}
    />
  );
}
