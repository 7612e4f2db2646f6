import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { refusalSentence } from '../../../../messages/refusals.ts';
import { readRefusedFacts } from '../../../../messages/refused-facts.ts';
import { remedyTermsQuery } from '../../treasury/treasury-data.ts';
import { Section, Tag } from '../../ui/parts.tsx';
import type { ClaimDetail, Form } from '../claim-data.ts';
import { useClaimWords } from '../claim-words.ts';
import { expectedCostOf } from './expected-cost.ts';

type Finding = NonNullable<ClaimDetail['assessment']>['findings'][number];

function NamedList(props: {
  readonly title: string;
  readonly items: readonly string[];
}): ReactNode {
  if (props.items.length === 0) return null;
  return (
    <p>
      <strong>{props.title}</strong> {props.items.join(', ')}
    </p>
  );
}

/** What an award that is not cash is expected to cost, beside its nominal worth. */
function AwardCost(props: {
  readonly line: Finding['awards'][number];
  readonly incidentId: string;
}): ReactNode {
  const { line, incidentId } = props;
  const { texts, format } = useClaimWords();
  const isCash = line.remedy === 'cash';
  const { data } = useQuery({ ...remedyTermsQuery(incidentId), enabled: !isCash });
  if (isCash || data === undefined) return null;
  const cost = expectedCostOf(line, data);
  return (
    <small>
      {cost === undefined
        ? texts.suggestion.costUnknown
        : texts.suggestion.cost(format.money(cost), cost.source)}
    </small>
  );
}

/** Says why a policy gave nothing; of facts it could not take, which, what was found and what is right. */
function becauseOf({ code, clause }: Finding['reasons'][number], locale: 'ko' | 'en'): string {
  const findings = code === 'facts_refused' ? readRefusedFacts(clause) : undefined;
  const refusal = { code, findings };
  return findings === undefined ? `${code} (${clause})` : refusalSentence(refusal, locale);
}

/** What stood in the way, as the claimant reads it when the claim is denied. */
function UnmetList(props: { readonly lines: readonly string[] }): ReactNode {
  const { texts } = useClaimWords();
  if (props.lines.length === 0) return null;
  return (
    <>
      <p>
        <strong>{texts.suggestion.unmet}</strong>
      </p>
      <ul>
        {props.lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </>
  );
}

function FindingView(props: {
  readonly finding: Finding;
  readonly incidentId: string;
  readonly form: Form | undefined;
}): ReactNode {
  const { finding } = props;
  const { texts, award, evidence, locale } = useClaimWords(props.form);
  const { awards, missing, explanation, title } = finding;
  const lines = explanation?.[locale] ?? [];
  return (
    <div className="claims-finding">
      <h3>
        {title?.[locale] ?? finding.policyId}{' '}
        <Tag tone={finding.status === 'award' ? 'good' : 'plain'}>
          {texts.suggestions[finding.status]}
        </Tag>
      </h3>
      {awards.length === 0 ? (
        <p className="hint">
          {texts.suggestion.noAwards[finding.status] ?? texts.suggestion.noAward}
        </p>
      ) : null}
      <ul className="claims-awards">
        {awards.map((line) => (
          <li key={`${line.clause} ${line.remedy} ${line.name ?? ''} ${line.amountMinor ?? ''}`}>
            <strong>{award(line)}</strong>
            <small>
              {texts.suggestion.clause(line.clause)}
              {line.exact === undefined || line.amountMinor === undefined
                ? ''
                : ` · ${texts.suggestion.exact(line.exact)}`}
            </small>
            <AwardCost line={line} incidentId={props.incidentId} />
          </li>
        ))}
      </ul>
      <UnmetList lines={finding.unmet?.[locale] ?? []} />
      <NamedList title={texts.suggestion.missing} items={missing} />
      <NamedList title={texts.suggestion.needs} items={finding.evidence.map(evidence)} />
      {lines.length === 0 ? (
        <NamedList
          title={texts.suggestion.because}
          items={finding.reasons.map((reason) => becauseOf(reason, locale))}
        />
      ) : (
        <details open={awards.length > 0}>
          <summary>{texts.suggestion.arithmetic}</summary>
          <pre className="claims-arithmetic">{lines.join('\n')}</pre>
        </details>
      )}
      <p className="hint">
        {texts.suggestion.version(finding.policyId, finding.version)}{' '}
        <span className="mono">{finding.policyHash.slice(0, 12)}</span>
      </p>
    </div>
  );
}

/** What each published policy gives for the claim, with its clause and its arithmetic. */
export function SuggestionSection(props: {
  readonly claim: ClaimDetail;
  readonly form: Form | undefined;
}): ReactNode {
  const { texts } = useClaimWords(props.form);
  const { assessment } = props.claim;
  const order = (finding: Finding): number => (finding.awards.length > 0 ? 0 : 1);
  const findings = (assessment?.findings ?? []).toSorted((a, b) => order(a) - order(b));
  return (
    <Section title={texts.suggestion.title}>
      {assessment === undefined ? <p className="empty">{texts.suggestion.none}</p> : null}
      {findings.map((finding) => (
        <FindingView
          key={finding.policyHash}
          finding={finding}
          incidentId={props.claim.incidentId}
          form={props.form}
        />
      ))}
    </Section>
  );
}
