import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHead, PageLink, Section, Tag } from '../../ui/parts.tsx';
import { type Comparison, comparisonQuery } from '../policy-data.ts';
import { usePolicyWords } from '../policy-words.ts';
import { compareLines } from './compare-lines.ts';
import '../policies.css';

type Clause = Comparison['clauses'][number];

const tones = { same: 'plain', changed: 'warn', added: 'good', removed: 'bad' } as const;

function ClauseLines({ clause }: { readonly clause: Clause }): ReactNode {
  const { texts } = usePolicyWords();
  const lines = compareLines(clause.before ?? '', clause.after ?? '');
  return (
    <pre className="policy-lines">
      {lines.map(({ key, kind, text }) => (
        <span key={key} className={`policy-line policy-line-${kind}`}>
          {kind === 'same' ? null : (
            <span className="vh">{kind === 'added' ? texts.after : texts.before}: </span>
          )}
          <span aria-hidden="true">{{ same: '  ', added: '+ ', removed: '− ' }[kind]}</span>
          {text}
          {'\n'}
        </span>
      ))}
    </pre>
  );
}

function ComparisonView({ comparison }: { readonly comparison: Comparison }): ReactNode {
  const { texts, titleOf } = usePolicyWords();
  const { before, after, clauses } = comparison;
  const about = { before: texts.version(before.version), after: texts.version(after.version) };
  return (
    <>
      <PageHead
        title={texts.compareTitle(titleOf(after))}
        lead={texts.compareLead(about)}
        actions={
          <PageLink to={`/policies/${after.policyVersionId}`} isButton>
            {texts.backToVersion}
          </PageLink>
        }
      />
      {clauses.map((clause) => (
        <Section
          key={`${clause.label} ${clause.title}`}
          title={clause.title}
          actions={<Tag tone={tones[clause.change]}>{texts.changes[clause.change]}</Tag>}
        >
          {clause.change === 'same' ? null : <ClauseLines clause={clause} />}
        </Section>
      ))}
    </>
  );
}

/** Two versions of a policy, clause by clause. */
export function ComparisonPage(): ReactNode {
  const { policyVersionId = '', otherId = '' } = useParams({ strict: false }) as {
    policyVersionId?: string;
    otherId?: string;
  };
  const comparison = useQuery(comparisonQuery({ policyVersionId, otherId }));
  return <Loaded query={comparison}>{(data) => <ComparisonView comparison={data} />}</Loaded>;
}
