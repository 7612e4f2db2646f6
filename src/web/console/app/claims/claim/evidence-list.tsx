import type { ReactNode } from 'react';
import { DataTable } from '../../ui/data-table.tsx';
import { Section, Tag } from '../../ui/parts.tsx';
import type { ClaimDetail, Form, ReadPurpose } from '../claim-data.ts';
import { useClaimWords } from '../claim-words.ts';

function renderBytes(byteCount: number, count: (value: number) => string): string {
  return byteCount < 1024 ? `${count(byteCount)} B` : `${count(Math.ceil(byteCount / 1024))} KB`;
}

/** The documents of a claim; each can be downloaded by whoever may read personal data. */
export function EvidenceList(props: {
  readonly claim: ClaimDetail;
  readonly form: Form | undefined;
  readonly purpose: ReadPurpose | undefined;
}): ReactNode {
  const { claim, form, purpose } = props;
  const { texts, format, evidence } = useClaimWords(form);
  const mayRead = claim.isPersonalShown && claim.erasedAt === undefined;
  return (
    <Section title={texts.claim.evidence}>
      <DataTable
        caption={texts.claim.evidenceCount(format.count(claim.evidence.length))}
        emptyText={texts.claim.noEvidence}
        rows={claim.evidence}
        rowKey={({ evidenceId }) => evidenceId}
        columns={[
          {
            key: 'kind',
            header: texts.fields.evidence,
            cell: ({ kind, filename }) => (
              <>
                {evidence(kind)}
                {filename === undefined ? null : <small className="claims-file">{filename}</small>}
              </>
            ),
          },
          {
            key: 'size',
            header: texts.claim.size,
            isNumeric: true,
            cell: ({ byteCount }) => renderBytes(byteCount, format.count),
          },
          {
            key: 'added',
            header: texts.claim.addedAt,
            cell: ({ addedAt }) => format.instant(addedAt),
          },
          ...(mayRead
            ? [
                {
                  key: 'download',
                  header: texts.claim.download,
                  cell: ({ evidenceId, filename, isMasked }: ClaimDetail['evidence'][number]) =>
                    isMasked ? (
                      <Tag>{texts.desk.masked}</Tag>
                    ) : (
                      <a
                        href={`/api/v1/claims/${claim.claimId}/evidence/${evidenceId}?purpose=${purpose ?? 'review'}`}
                        download={filename ?? evidenceId}
                        aria-label={`${texts.claim.download}: ${filename ?? evidenceId}`}
                      >
                        {texts.claim.download}
                      </a>
                    ),
                },
              ]
            : []),
        ]}
      />
      {mayRead && claim.evidence.length > 0 ? (
        <p className="hint">{texts.claim.downloadNote}</p>
      ) : null}
    </Section>
  );
}
