import type { ReactNode } from 'react';
import type { components } from '../api/schema.generated.ts';
import { useSettlementWords } from '../settlement/settlement-words.ts';
import { DataTable } from '../ui/data-table.tsx';
import { useIncidentWords } from './incident-words.ts';

export type CorrectionCost = components['schemas']['CorrectionCost'];
type Line = CorrectionCost['lines'][number];

/** What a change of the times means in money: by policy and class, and whose facts follow it. */
export function CostOfChange({ cost }: { readonly cost: CorrectionCost }): ReactNode {
  const { texts, format } = useIncidentWords();
  const { partyClass: className, remedy: remedyOf } = useSettlementWords();
  const words = texts.cost;
  const moneyOf = (line: Line, amountMinor: string | null): string =>
    amountMinor === null || line.currency === null
      ? words.inKind
      : format.money({ amountMinor, currency: line.currency });
  const differenceOf = (line: Line): string => {
    const sign = line.differenceMinor !== null && BigInt(line.differenceMinor) > 0n ? '+' : '';
    return `${sign}${moneyOf(line, line.differenceMinor)}`;
  };
  const unknown = cost.policies.reduce((sum, { unknownParties }) => sum + unknownParties, 0);
  return (
    <>
      {cost.lines.length === 0 ? (
        <p>{cost.policies.length === 0 ? words.nobody : words.nothing}</p>
      ) : (
        <DataTable
          caption={words.title}
          rows={cost.lines}
          rowKey={(line) =>
            JSON.stringify([line.policyId, line.partyClass, remedyOf(line), line.unit])
          }
          columns={[
            {
              key: 'policy',
              header: words.policy,
              cell: (line) => `${line.policyId} ${line.version}`,
            },
            {
              key: 'class',
              header: words.partyClass,
              cell: (line) =>
                line.partyClass === '' ? words.allClasses : className(line.partyClass),
            },
            { key: 'remedy', header: words.remedy, cell: remedyOf },
            {
              key: 'parties',
              header: words.parties,
              isNumeric: true,
              cell: (line) => format.count(line.parties),
            },
            {
              key: 'before',
              header: words.before,
              isNumeric: true,
              cell: (line) => moneyOf(line, line.beforeMinor),
            },
            {
              key: 'after',
              header: words.after,
              isNumeric: true,
              cell: (line) => moneyOf(line, line.afterMinor),
            },
            { key: 'difference', header: words.difference, isNumeric: true, cell: differenceOf },
          ]}
        />
      )}
      {cost.facts.map(({ policyId, fact, subject, measure, parties }) => (
        <p className="hint" key={`${policyId} ${fact} ${subject} ${measure}`}>
          {words.follows({
            ...{ policyId, fact, parties: format.count(parties) },
            what: `${words.subjects[subject]} · ${words.measures[measure as keyof typeof words.measures] ?? measure}`,
          })}
        </p>
      ))}
      {unknown === 0 ? null : <p className="hint">{words.unknown(format.count(unknown))}</p>}
      {cost.lines.length === 0 ? null : <p className="hint">{words.notTakenBack}</p>}
    </>
  );
}
