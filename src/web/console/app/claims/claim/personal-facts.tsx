import type { ReactNode } from 'react';
import { Facts } from '../../ui/parts.tsx';
import type { ClaimDetail, ReadPurpose } from '../claim-data.ts';
import { useClaimWords } from '../claim-words.ts';
import { ReadPersonal } from './read-personal.tsx';

type Fact = { readonly name: string; readonly value: ReactNode };
type Personal = NonNullable<ClaimDetail['personal']>;

/** What somebody said who filed for another, and what the company's own app says of the person. */
function useFurther(claim: ClaimDetail): (personal: Personal) => readonly Fact[] {
  const { texts, format } = useClaimWords();
  const { fields } = texts;
  const moneyOf = (minor: string | undefined): string =>
    minor === undefined ? '–' : format.money({ amountMinor: minor, currency: claim.currency });
  return ({ onBehalfOf, vouched, lossCorrection }) => [
    ...(onBehalfOf === undefined
      ? []
      : [
          { name: fields.onBehalfOf, value: onBehalfOf.name },
          { name: fields.relation, value: `${onBehalfOf.relation} · ${onBehalfOf.authority}` },
        ]),
    ...(vouched === undefined
      ? []
      : [
          {
            name: fields.vouched,
            value: [vouched.account, vouched.plan, vouched.usage].filter(Boolean).join(' · '),
          },
        ]),
    ...(lossCorrection === undefined
      ? []
      : [
          { name: fields.correctedBest, value: moneyOf(lossCorrection.bestWeekMinor) },
          { name: fields.correctedOutage, value: moneyOf(lossCorrection.outageWeekMinor) },
          {
            name: fields.correctionNote,
            value: <span className="claims-text">{lossCorrection.note ?? '–'}</span>,
          },
        ]),
  ];
}

/** Who the claimant is and where to pay, once somebody said why they read it. */
export function PersonalFacts(props: {
  readonly claim: ClaimDetail;
  readonly onRead: (purpose: ReadPurpose) => void;
}): ReactNode {
  const { claim, onRead } = props;
  const { texts } = useClaimWords();
  const furtherOf = useFurther(claim);
  const { personal, isPersonalShown, isAppealed } = claim;
  if (!isPersonalShown) return <ReadPersonal isAppealed={isAppealed} onRead={onRead} />;
  const { name, contact, payee, freeText } = personal ?? {};
  const account = payee === undefined ? undefined : [payee.bank, payee.account, payee.holder];
  const facts: readonly Fact[] = [
    { name: texts.fields.name, value: name ?? '–' },
    { name: texts.fields.contact, value: contact ?? '–' },
    { name: texts.fields.payee, value: account?.join(' · ') ?? '–' },
    ...(freeText === undefined
      ? []
      : [{ name: texts.fields.freeText, value: <span className="claims-text">{freeText}</span> }]),
    ...(personal === undefined ? [] : furtherOf(personal)),
  ];
  return (
    <>
      <Facts facts={facts} />
      <p className="hint">{texts.claim.personalShown}</p>
    </>
  );
}
