import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useLanguage } from '../../language.tsx';
import { usePermission } from '../../session.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Notice, PageHead, PageLink, Section, Tag } from '../../ui/parts.tsx';
import { AlikeClaims } from '../alike/alike-claims.tsx';
import {
  type ClaimDetail,
  claimQuery,
  type Form,
  formQuery,
  listClaims,
  type ReadPurpose,
} from '../claim-data.ts';
import { toneOf, useClaimWords } from '../claim-words.ts';
import { ClaimClusters } from '../desk/claim-clusters.tsx';
import { DeskPanel } from '../desk/desk-panel.tsx';
import { Masks } from '../desk/masks.tsx';
import { Notes } from '../desk/notes.tsx';
import { StandingTag, usePaymentStandings } from '../payment-standing.tsx';
import { ClaimActions } from './claim-actions.tsx';
import { ClaimFacts } from './claim-facts.tsx';
import { AppealStatements, ClaimDecisions, ClaimHistory } from './claim-history.tsx';
import { EvidenceList } from './evidence-list.tsx';
import { LossTestSection } from './loss-test.tsx';
import { PersonRights } from './person-rights.tsx';
import { SuggestionSection } from './suggestion.tsx';
import '../claims.css';

/** Leads to the claim that is looked at next. */
function NextClaim({ claim }: { readonly claim: ClaimDetail }): ReactNode {
  const { texts } = useClaimWords();
  const { incidentId, claimId } = claim;
  const { data } = useQuery({
    queryKey: ['claims', 'next', incidentId],
    queryFn: () => listClaims(incidentId, { filter: { state: 'assessed' }, limit: 2 }),
  });
  const next = data?.claims.find((waiting) => waiting.claimId !== claimId);
  if (next === undefined) return null;
  return (
    <PageLink to={`/claims/${next.claimId}`} isButton>
      {texts.claim.next}
    </PageLink>
  );
}

function ClaimView(props: {
  readonly claim: ClaimDetail;
  readonly form: Form | undefined;
  readonly purpose: ReadPurpose | undefined;
  readonly onRead: (purpose: ReadPurpose) => void;
}): ReactNode {
  const { claim, form } = props;
  const { texts } = useClaimWords(form);
  const { words } = useLanguage();
  const mayEnter = usePermission('claim:enter');
  const standings = usePaymentStandings([claim]);
  // Whoever approves reads the decision before the buttons that settle it.
  const isPending = claim.decisions.some(({ state }) => state === 'pending');
  const decisions = <ClaimDecisions claim={claim} form={form} />;
  return (
    <>
      <PageHead
        title={texts.claim.title(claim.claimNumber)}
        lead={
          <>
            <Tag tone={toneOf(claim.state)}>{texts.states[claim.state]}</Tag>{' '}
            <StandingTag standing={standings.get(claim.claimId)} />{' '}
            {claim.isAppealed ? <Tag tone="warn">{texts.queue.appealed}</Tag> : null}
          </>
        }
        actions={
          <>
            {mayEnter ? (
              <PageLink to={`/claims/${claim.claimId}/payee`} isButton>
                {words.treasury.unclaimed.payee}
              </PageLink>
            ) : null}
            <PageLink to="/claims" isButton>
              {texts.claim.back}
            </PageLink>
            <NextClaim claim={claim} />
          </>
        }
      />
      {claim.erasedAt === undefined ? null : <Notice>{texts.claim.erased}</Notice>}
      <div className="columns">
        <div>
          <AppealStatements claim={claim} />
          <ClaimFacts claim={claim} form={form} onRead={props.onRead} />
          <EvidenceList claim={claim} form={form} purpose={props.purpose} />
          <LossTestSection test={claim.lossTest} />
          <SuggestionSection claim={claim} form={form} />
          <ClaimClusters claim={claim} />
          <Masks claim={claim} />
        </div>
        <div>
          <DeskPanel claim={claim} />
          {isPending ? decisions : null}
          <ClaimActions claim={claim} form={form} />
          <AlikeClaims claim={claim} />
          <Notes claim={claim} />
          <PersonRights claim={claim} />
          {isPending ? null : decisions}
          <Section title={texts.claim.history}>
            <ClaimHistory claim={claim} form={form} />
          </Section>
        </div>
      </div>
    </>
  );
}

/** One claim: what was said and shown, what the policies suggest, and what can be done. */
export function ClaimPage(): ReactNode {
  const { claimId = '' } = useParams({ strict: false }) as { claimId?: string };
  const [purpose, setPurpose] = useState<ReadPurpose>();
  const claim = useQuery({ ...claimQuery(claimId, purpose), placeholderData: keepPreviousData });
  const { incidentId = '', questionnaireVersion } = claim.data ?? {};
  const form = useQuery({
    ...formQuery(incidentId, questionnaireVersion),
    enabled: claim.data !== undefined,
  });
  return (
    <Loaded query={claim}>
      {(data) => (
        <ClaimView
          key={data.claimId}
          claim={data}
          form={form.data}
          onRead={setPurpose}
          purpose={purpose}
        />
      )}
    </Loaded>
  );
}
