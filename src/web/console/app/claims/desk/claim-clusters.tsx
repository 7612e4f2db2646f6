import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { PageLink, Section, Tag } from '../../ui/parts.tsx';
import type { ClaimDetail } from '../claim-data.ts';
import { useClaimWords } from '../claim-words.ts';

/** Which claims are alike this one, and in what. */
export function ClaimClusters({ claim }: { readonly claim: ClaimDetail }): ReactNode {
  const { texts } = useClaimWords();
  const { clusters: words } = texts.desk;
  const { claimId } = claim;
  const found = useQuery({
    queryKey: ['claims', 'clusters', 'of', claimId],
    queryFn: () =>
      unwrap(api.GET('/api/v1/claims/{claimId}/clusters', { params: { path: { claimId } } })),
  });
  return (
    <Section title={words.on}>
      <Loaded query={found}>
        {({ clusters }) =>
          clusters.length === 0 ? (
            <p className="empty">{words.noneHere}</p>
          ) : (
            <>
              <p className="hint">{words.note}</p>
              <ul>
                {clusters.map(({ clusterId, reason, members, closedAt, note }) => (
                  <li key={clusterId}>
                    <strong>{words.reasons[reason]}</strong>{' '}
                    <Tag tone={closedAt === undefined ? 'warn' : 'plain'}>
                      {closedAt === undefined ? words.open : words.closed}
                    </Tag>{' '}
                    {members
                      .filter((one) => one.claimId !== claimId)
                      .map((one) => (
                        <PageLink key={one.claimId} to={`/claims/${one.claimId}`}>
                          <span className="mono">{one.claimNumber}</span>{' '}
                        </PageLink>
                      ))}
                    {note === undefined ? null : <small className="claims-file">{note}</small>}
                  </li>
                ))}
              </ul>
            </>
          )
        }
      </Loaded>
    </Section>
  );
}
