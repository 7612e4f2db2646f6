import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { WithIncident } from '../incident-choice.tsx';
import { usePermission } from '../session.ts';
import { DataTable } from '../ui/data-table.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { PageHead, PageLink, Tag } from '../ui/parts.tsx';
import { policiesQuery, type Version } from './policy-data.ts';
import { usePolicyWords } from './policy-words.ts';
import './policies.css';

const tones = {
  checked: 'warn',
  simulated: 'warn',
  future: 'plain',
  in_force: 'good',
  superseded: 'plain',
  ended: 'plain',
} as const;

/** Says where a version stands today: a draft, approved for later, in force, superseded or over. */
export function VersionState({ version }: { readonly version: Version }): ReactNode {
  const { texts } = usePolicyWords();
  return <Tag tone={tones[version.stage]}>{texts.stages[version.stage]}</Tag>;
}

function Policies({ incidentId }: { readonly incidentId: string }): ReactNode {
  const { texts, titleOf, effectiveOf, person } = usePolicyWords();
  const policies = useQuery(policiesQuery(incidentId));
  return (
    <Loaded query={policies}>
      {(data) => (
        <DataTable
          caption={texts.caption}
          rows={data.policies}
          rowKey={({ policyVersionId }) => policyVersionId}
          emptyText={texts.empty}
          columns={[
            {
              key: 'policy',
              header: texts.policy,
              cell: (version) => (
                <PageLink to={`/policies/${version.policyVersionId}`}>{titleOf(version)}</PageLink>
              ),
            },
            {
              key: 'state',
              header: texts.state,
              cell: (version) => <VersionState version={version} />,
            },
            {
              key: 'applies',
              header: texts.applies,
              cell: ({ applies }) => texts.appliesNames[applies],
            },
            { key: 'effective', header: texts.effective, cell: effectiveOf },
            { key: 'author', header: texts.author, cell: ({ author }) => person(author) },
            { key: 'approver', header: texts.approver, cell: ({ approver }) => person(approver) },
          ]}
        />
      )}
    </Loaded>
  );
}

/** Every version of the policies of an incident. */
export function PolicyListPage(): ReactNode {
  const { texts } = usePolicyWords();
  const isAuthor = usePermission('policy:author');
  const write = isAuthor ? (
    <PageLink to="/policies/draft" isButton>
      {texts.write}
    </PageLink>
  ) : undefined;
  return (
    <>
      <PageHead title={texts.title} lead={texts.lead} actions={write} />
      <WithIncident>{(incidentId) => <Policies incidentId={incidentId} />}</WithIncident>
    </>
  );
}
