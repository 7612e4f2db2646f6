import type { ReactNode } from 'react';
import { headingIn } from '../../../../heading-in.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import type { ClaimDetail } from '../claim-data.ts';
import { useClaimWords } from '../claim-words.ts';
import { type AwardDraft, type DraftDesk, draftAwards, readAward } from './decision-draft.ts';

interface EditorProps {
  readonly claim: ClaimDetail;
  readonly desk: DraftDesk;
}

function policyOptions(claim: ClaimDetail, locale: 'ko' | 'en') {
  return (claim.assessment?.findings ?? []).map(({ policyHash, policyId, title }) => ({
    value: policyHash,
    label: title?.[locale] ?? policyId,
  }));
}

/** The clauses an award under a policy can rest on, by their headings. */
function clauseOptions(claim: ClaimDetail, policyHash: string, locale: 'ko' | 'en') {
  const finding = claim.assessment?.findings.find((one) => one.policyHash === policyHash);
  return (finding?.clauses ?? []).map(({ clause, title }) => ({
    value: clause,
    label: headingIn(title, locale),
  }));
}

/** The clause to begin with: where there is only one, there is nothing to choose. */
function onlyClause(claim: ClaimDetail, policyHash: string): string {
  const options = clauseOptions(claim, policyHash, 'ko');
  return options.length === 1 ? (options[0]?.value ?? '') : '';
}

function AwardFields(props: EditorProps & { readonly award: AwardDraft }): ReactNode {
  const { award, claim, desk } = props;
  const { texts, award: nameOf, locale } = useClaimWords();
  const { line } = award;
  const replace = (next: AwardDraft): void =>
    desk.change({ awards: desk.draft.awards.map((one) => (one.key === award.key ? next : one)) });
  const isWrong = desk.shown.includes('awards') && readAward(award) === undefined;
  return (
    <div className="claims-award">
      <p>
        <strong>{nameOf(line)}</strong>
        {line.clause === '' ? null : <small> · {texts.suggestion.clause(line.clause)}</small>}
      </p>
      {line.currency === undefined ? null : (
        <TextField
          label={texts.decide.amount(line.currency)}
          inputMode="numeric"
          value={award.amount}
          error={isWrong ? texts.decide.amountWrong : undefined}
          onChange={(amount) => replace({ ...award, amount })}
        />
      )}
      {award.key.startsWith('new') ? (
        <>
          <SelectField
            label={texts.decide.policy}
            value={line.policyHash}
            options={policyOptions(claim, locale)}
            onChange={(policyHash) => {
              const clause = onlyClause(claim, policyHash);
              replace({ ...award, line: { ...line, policyHash, clause } });
            }}
          />
          <SelectField
            label={texts.decide.clause}
            value={line.clause}
            emptyLabel={texts.decide.chooseClause}
            options={clauseOptions(claim, line.policyHash, locale)}
            error={
              desk.shown.includes('clause') && line.clause === ''
                ? texts.decide.chooseClause
                : undefined
            }
            onChange={(clause) => replace({ ...award, line: { ...line, clause } })}
          />
        </>
      ) : null}
      <Button
        kind="plain"
        onPress={() =>
          desk.change({ awards: desk.draft.awards.filter(({ key }) => key !== award.key) })
        }
      >
        {texts.decide.remove}
      </Button>
    </div>
  );
}

/** The awards of a decision: begun with the suggestion, each amount open to change. */
export function AwardEditor({ claim, desk }: EditorProps): ReactNode {
  const { texts } = useClaimWords();
  const { awards } = desk.draft;
  const [policy] = claim.assessment?.findings ?? [];
  const add = (): void => {
    if (policy === undefined) return;
    const line = {
      remedy: 'cash' as const,
      currency: claim.currency,
      clause: onlyClause(claim, policy.policyHash),
      policyHash: policy.policyHash,
    };
    const [first] = draftAwards([line]);
    if (first === undefined) return;
    desk.change({
      awards: [
        ...awards,
        { ...first, key: `new ${crypto.getRandomValues(new Uint32Array(1))[0]}` },
      ],
    });
  };
  return (
    <fieldset className="field">
      <legend>{texts.decide.awards}</legend>
      {awards.length === 0 ? (
        <p className={desk.shown.includes('awards') ? 'error' : 'hint'}>
          {texts.decide.noSuggestion}
        </p>
      ) : null}
      {awards.map((award) => (
        <AwardFields key={award.key} award={award} claim={claim} desk={desk} />
      ))}
      <div className="actions">
        {policy === undefined ? null : <Button onPress={add}>{texts.decide.addAward}</Button>}
        {claim.suggestedAwards.length === 0 ? null : (
          <Button
            kind="plain"
            onPress={() => desk.change({ awards: draftAwards(claim.suggestedAwards) })}
          >
            {texts.decide.restore}
          </Button>
        )}
      </div>
    </fieldset>
  );
}
