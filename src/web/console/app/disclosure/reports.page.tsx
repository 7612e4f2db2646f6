import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/problem.ts';
import { incidentsQuery, WithIncident } from '../incident-choice.tsx';
import { useLanguage } from '../language.tsx';
import { isPermitted, useMember } from '../session.ts';
import { DataTable } from '../ui/data-table.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { PageHead, Section } from '../ui/parts.tsx';
import { DraftCard } from './draft-card.tsx';
import { WriteReport } from './write-report.tsx';
import './disclosure.css';

const draftsKey = (incidentId: string) => ['report-drafts', incidentId] as const;

function Drafts({ incidentId }: { readonly incidentId: string }): ReactNode {
  const { words } = useLanguage();
  const texts = words.disclosure.reports;
  const mayPrepare = isPermitted(useMember(), ['incident:write', 'disclosure:write']);
  const drafts = useQuery({
    queryKey: draftsKey(incidentId),
    queryFn: () =>
      unwrap(
        api.GET('/api/v1/incidents/{incidentId}/report-drafts', {
          params: { path: { incidentId } },
        }),
      ),
  });
  return (
    <Section title={texts.drafts}>
      {mayPrepare ? (
        <WriteReport incidentId={incidentId} />
      ) : (
        <p className="hint">{texts.whoPrepares}</p>
      )}
      <Loaded query={drafts}>
        {(rows) =>
          rows.length === 0 ? (
            <p className="empty">{texts.draftsEmpty}</p>
          ) : (
            <ul className="drafts">
              {rows.map((draft) => (
                <DraftCard key={draft.id} draft={draft} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  );
}

function Versions({ slug }: { readonly slug: string }): ReactNode {
  const { words, format } = useLanguage();
  const texts = words.disclosure.reports;
  const versions = useQuery({
    queryKey: ['reports', slug],
    queryFn: () => unwrap(api.GET('/api/v1/reports/{slug}', { params: { path: { slug } } })),
  });
  return (
    <Section title={texts.versions}>
      <Loaded query={versions}>
        {(rows) => (
          <DataTable
            caption={texts.versions}
            emptyText={texts.versionsEmpty}
            rows={rows}
            rowKey={({ version }) => String(version)}
            columns={[
              {
                key: 'version',
                header: texts.open,
                cell: ({ version }) => (
                  <a href={`/public/${slug}/report/${version}`}>{texts.version(version)}</a>
                ),
              },
              {
                key: 'at',
                header: texts.publishedAt,
                cell: ({ publishedAt }) => format.instant(publishedAt),
              },
              {
                key: 'changes',
                header: texts.changes,
                cell: ({ version }) =>
                  version === 1 ? (
                    texts.firstVersion
                  ) : (
                    <a href={`/public/${slug}/report/${version}/changes`}>
                      {texts.changedSince(version - 1)}
                    </a>
                  ),
              },
              { key: 'hash', header: texts.hash, cell: ({ hash }) => <code>{hash}</code> },
            ]}
          />
        )}
      </Loaded>
    </Section>
  );
}

function Reports({ incidentId }: { readonly incidentId: string }): ReactNode {
  const { data = [] } = useQuery(incidentsQuery);
  const slug = data.find(({ id }) => id === incidentId)?.slug;
  return (
    <>
      <Drafts incidentId={incidentId} />
      {slug === undefined ? null : <Versions slug={slug} />}
    </>
  );
}

/** The public report: prepared by one person, approved by another, published as previewed. */
export function ReportsPage(): ReactNode {
  const { words } = useLanguage();
  const texts = words.disclosure.reports;
  return (
    <>
      <PageHead title={texts.title} lead={texts.lead} />
      <WithIncident>{(incidentId) => <Reports incidentId={incidentId} />}</WithIncident>
    </>
  );
}
