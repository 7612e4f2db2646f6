import type { ReactNode } from 'react';
import { DataTable } from '../../ui/data-table.tsx';
import { Section, Tag } from '../../ui/parts.tsx';
import type { Finding, PolicyText } from '../policy-data.ts';
import { usePolicyWords } from '../policy-words.ts';

const tones = { error: 'bad', warning: 'warn', report: 'plain' } as const;

function FindingTable({ findings }: { readonly findings: readonly Finding[] }): ReactNode {
  const { texts, locale } = usePolicyWords();
  return (
    <DataTable
      caption={texts.findingsCaption}
      rows={findings}
      rowKey={({ line, column, code }) => `${line} ${column} ${code}`}
      columns={[
        {
          key: 'severity',
          header: texts.state,
          cell: ({ severity }) => <Tag tone={tones[severity]}>{texts.severities[severity]}</Tag>,
        },
        { key: 'line', header: texts.line, isNumeric: true, cell: ({ line }) => line },
        { key: 'clause', header: texts.clause, cell: ({ clause }) => clause ?? texts.none },
        {
          key: 'finding',
          header: texts.finding,
          cell: ({ message, messageKo }) => (locale === 'ko' ? messageKo : message),
        },
      ]}
    />
  );
}

/** What the checker says of the text; strings attached stand apart, since they are published. */
export function PolicyFindings({
  policy,
}: {
  readonly policy: Pick<PolicyText, 'findings'>;
}): ReactNode {
  const { texts } = usePolicyWords();
  const burdens = policy.findings.filter(({ severity }) => severity === 'report');
  const others = policy.findings.filter(({ severity }) => severity !== 'report');
  return (
    <>
      <Section title={texts.findings}>
        {others.length === 0 ? <p>{texts.noFindings}</p> : <FindingTable findings={others} />}
      </Section>
      {burdens.length === 0 ? null : (
        <Section title={texts.burdens}>
          <p>{texts.burdensLead}</p>
          <FindingTable findings={burdens} />
        </Section>
      )}
    </>
  );
}

/** The examples the document states: those that came out otherwise, and behind a fold all of them. */
export function PolicyCases({ policy }: { readonly policy: Pick<PolicyText, 'cases'> }): ReactNode {
  const { texts, format } = usePolicyWords();
  const failed = policy.cases.filter(({ isPassed }) => !isPassed);
  const passed = policy.cases.length - failed.length;
  const about = { passed: format.count(passed), all: format.count(policy.cases.length) };
  return (
    <Section title={texts.cases}>
      <p>{texts.casesText(about)}</p>
      {failed.length === 0 ? null : <CaseTable caption={texts.casesFailed} cases={failed} />}
      {policy.cases.length === 0 ? null : (
        <details>
          <summary>{texts.casesAll}</summary>
          <CaseTable caption={texts.casesCaption} cases={policy.cases} />
        </details>
      )}
    </Section>
  );
}

function CaseTable({
  caption,
  cases,
}: {
  readonly caption: string;
  readonly cases: PolicyText['cases'];
}): ReactNode {
  const { texts } = usePolicyWords();
  return (
    <DataTable
      caption={caption}
      rows={cases}
      rowKey={({ line }) => String(line)}
      columns={[
        {
          key: 'clause',
          header: texts.clause,
          cell: ({ clause, line }) => (
            <span className="policy-keep">
              {clause} ({texts.line} {line})
            </span>
          ),
        },
        {
          key: 'expected',
          header: texts.expected,
          cell: ({ expected }) => <span className="policy-words">{expected}</span>,
        },
        { key: 'got', header: texts.got, cell: ({ got }) => got },
        {
          key: 'verdict',
          header: texts.verdict,
          cell: ({ isPassed }) => (
            <Tag tone={isPassed ? 'good' : 'bad'}>{isPassed ? texts.passed : texts.failed}</Tag>
          ),
        },
      ]}
    />
  );
}
