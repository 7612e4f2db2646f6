import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { usePermission } from '../../session.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Facts, PageHead, PageLink, Section } from '../../ui/parts.tsx';
import { type PolicyText, policiesQuery, policyQuery, type Version } from '../policy-data.ts';
import { VersionState } from '../policy-list.page.tsx';
import { usePolicyWords } from '../policy-words.ts';
import { ClauseTexts } from './clause-text.tsx';
import { PolicyCases, PolicyFindings } from './policy-checks.tsx';
import { PolicySteps } from './policy-steps.tsx';
import '../policies.css';

function Compare({ version }: { readonly version: Version }): ReactNode {
  const { texts, titleOf } = usePolicyWords();
  const { data } = useQuery(policiesQuery(version.incidentId));
  const others = (data?.policies ?? []).filter(
    (one) => one.policyId === version.policyId && one.policyVersionId !== version.policyVersionId,
  );
  return (
    <Section title={texts.compare}>
      {others.length === 0 ? <p>{texts.noOther}</p> : null}
      <ul>
        {others.map((other) => (
          <li key={other.policyVersionId}>
            <PageLink
              to={`/policies/${version.policyVersionId}/comparison/${other.policyVersionId}`}
            >
              {texts.compareOpen}: {titleOf(other)}
            </PageLink>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function AboutVersion({ version }: { readonly version: Version }): ReactNode {
  const { texts, effectiveOf } = usePolicyWords();
  return (
    <Section title={texts.facts}>
      <Facts
        facts={[
          { name: texts.policy, value: <code>{version.policyId}</code> },
          { name: texts.applies, value: texts.appliesNames[version.applies] },
          { name: texts.effective, value: effectiveOf(version) },
          { name: texts.hash, value: <code>{version.hash}</code> },
        ]}
      />
      <p className="hint">{texts.hashHint}</p>
    </Section>
  );
}

function PolicyView({ policy }: { readonly policy: PolicyText }): ReactNode {
  const { texts, titleOf } = usePolicyWords();
  const { version } = policy;
  const isAuthor = usePermission('policy:author');
  return (
    <>
      <PageHead
        title={titleOf(version)}
        lead={<VersionState version={version} />}
        actions={
          <>
            {isAuthor ? (
              <PageLink to={`/policies/${version.policyVersionId}/draft`} isButton>
                {texts.writeFrom}
              </PageLink>
            ) : null}
            <PageLink to="/policies" isButton>
              {texts.back}
            </PageLink>
          </>
        }
      />
      <PolicySteps policy={policy} />
      <AboutVersion version={version} />
      <PolicyFindings policy={policy} />
      <ClauseTexts clauses={policy.clauses} />
      <PolicyCases policy={policy} />
      <Compare version={version} />
    </>
  );
}

/** One version of a policy: its text clause by clause, what the check found, its way to publication. */
export function PolicyPage(): ReactNode {
  const { policyVersionId = '' } = useParams({ strict: false }) as { policyVersionId?: string };
  const policy = useQuery(policyQuery(policyVersionId));
  return <Loaded query={policy}>{(data) => <PolicyView policy={data} />}</Loaded>;
}
