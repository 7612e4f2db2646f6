import { type FormEvent, type ReactNode, useState } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import { useCommand } from '../../api/use-command.ts';
import { usePermission } from '../../session.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { Section } from '../../ui/parts.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { type ClaimDetail, claimKeys } from '../claim-data.ts';
import { useClaimWords } from '../claim-words.ts';
import { newId } from '../new-id.ts';

type Mask = ClaimDetail['masks'][number];
type Reason = Mask['reason'];
const reasons: readonly Reason[] = ['other_person', 'not_needed', 'insult', 'secret'];

interface Place {
  readonly part: Mask['part'];
  readonly partId?: string;
  readonly fromCharacter?: number;
  readonly untilCharacter?: number;
}

/** Finds a piece of text in what the claimant wrote; places are counted in characters. */
export function findPlace(claim: ClaimDetail, piece: string): Place | undefined {
  const length = [...piece].length;
  const placeIn = (text: string | undefined) => {
    const at = text?.indexOf(piece) ?? -1;
    if (text === undefined || at < 0 || length === 0) return undefined;
    const fromCharacter = [...text.slice(0, at)].length;
    return { fromCharacter, untilCharacter: fromCharacter + length };
  };
  const own = placeIn(claim.personal?.freeText);
  if (own !== undefined) return { part: 'free_text', ...own };
  for (const { appealId, statement } of claim.appeals) {
    const place = placeIn(statement);
    if (place !== undefined) return { part: 'statement', partId: appealId, ...place };
  }
  return undefined;
}

function useMasking(claim: ClaimDetail) {
  const path = { claimId: claim.claimId };
  const mask = useCommand({
    request: (body: Place & { reason: Reason }) =>
      unwrap(
        api.POST('/api/v1/claims/{claimId}/masks', {
          params: { path },
          body: { ...body, maskId: newId() },
        }),
      ),
    refresh: claimKeys,
  });
  const lift = useCommand({
    request: (maskId: string) =>
      unwrap(
        api.DELETE('/api/v1/claims/{claimId}/masks/{maskId}', {
          params: { path: { ...path, maskId } },
        }),
      ),
    refresh: claimKeys,
  });
  return { mask, lift };
}

function MaskForm(props: {
  readonly claim: ClaimDetail;
  readonly onMask: (place: Place & { reason: Reason }) => void;
}): ReactNode {
  const { claim, onMask } = props;
  const { texts, evidence } = useClaimWords();
  const { desk } = texts;
  const [piece, setPiece] = useState('');
  const [reason, setReason] = useState<Reason>('other_person');
  const [isTried, setTried] = useState(false);
  const place = findPlace(claim, piece.trim());
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (place === undefined) return;
    onMask({ ...place, reason });
    setPiece('');
    setTried(false);
  };
  return (
    <form onSubmit={submit} noValidate>
      <SelectField
        label={desk.maskReason}
        value={reason}
        options={reasons.map((value) => ({ value, label: desk.maskReasons[value] }))}
        onChange={(value) => setReason(value as Reason)}
      />
      <TextField
        label={desk.maskText}
        hint={desk.maskTextHint}
        error={isTried && place === undefined ? desk.maskTextMissing : undefined}
        value={piece}
        onChange={setPiece}
      />
      <div className="actions">
        <Button type="submit">{desk.mask}</Button>
        {claim.evidence
          .filter(({ isMasked }) => !isMasked)
          .map(({ evidenceId, kind, filename }) => (
            <Button
              key={evidenceId}
              onPress={() => onMask({ part: 'evidence', partId: evidenceId, reason })}
            >
              {desk.maskDocument}: {filename ?? evidence(kind)}
            </Button>
          ))}
      </div>
    </form>
  );
}

/** What staff do not see of a claim, and ways to mask more or to lift a mask. */
export function Masks({ claim }: { readonly claim: ClaimDetail }): ReactNode {
  const { texts } = useClaimWords();
  const { desk } = texts;
  const mayMask = usePermission('claim:mask');
  const { mask, lift } = useMasking(claim);
  if (!mayMask || !claim.isPersonalShown || claim.erasedAt !== undefined) return null;
  return (
    <Section title={desk.masks}>
      <ProblemNotice problem={mask.problem ?? lift.problem} />
      <ul>
        {claim.masks.map(({ maskId, part, reason }) => (
          <li key={maskId}>
            {desk.maskParts[part]} · {desk.maskReasons[reason]}{' '}
            <Button onPress={() => void lift.run(maskId)}>{desk.liftMask}</Button>
          </li>
        ))}
      </ul>
      <details>
        <summary>{desk.maskTitle}</summary>
        <MaskForm claim={claim} onMask={(place) => void mask.run(place)} />
      </details>
    </Section>
  );
}
