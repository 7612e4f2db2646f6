import { groupDigits, parseCurrency, renderMoney } from '../../kernel/index.ts';
import { type AwardName, awardNameIn } from '../../policy/award-names/index.ts';
import type { BadRows, Simulation } from '../../settlement/population/index.ts';
import { type Column, renderTable } from '../shell/table.ts';

const left = (title: string): Column => ({ title, align: 'left' });
const right = (title: string): Column => ({ title, align: 'right' });

function grouped(value: string | number): string {
  return groupDigits(String(value));
}

/** Writes minor units as an amount in major ones, as people write it: 1250 of EUR is EUR 12.50. */
function money(amountMinor: string | number, code: string): string {
  const currency = parseCurrency(code);
  if (!currency) return `${grouped(amountMinor)} ${code}`;
  return renderMoney({ amountMinor: BigInt(amountMinor), currency }, 'en');
}

/** Writes which rows could not be taken, the first of them one to a line. */
export function renderBadRows({ count, byField, first }: BadRows): string {
  const fields = byField.map(({ field, count: own }) => `${field} ${grouped(own)}`).join(', ');
  const rows = first.map(
    ({ row, partyId, field, found, expected }) =>
      `row ${row} (party ${partyId || 'unknown'}): ${field}: found ${found}; expected ${expected}`,
  );
  return [`rows that cannot be taken: ${grouped(count)} (${fields})`, ...rows].join('\n');
}

/**
 * Writes a simulation for a reader at a terminal, in English.
 *
 * @param names what the simulated policies call the things they award
 */
export function renderSimulation(simulation: Simulation, names: readonly AwardName[]): string {
  return [
    renderHead(simulation),
    renderStatuses(simulation),
    renderTotals(simulation, names),
    renderCost(simulation),
    renderMissed(simulation),
    renderComparison(simulation),
    renderSensitivity(simulation),
    renderBudget(simulation),
    renderInvariants(simulation),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function renderHead({ population, policies }: Simulation): string {
  const { rowCount, distinctCount, badRows } = population;
  const lines = [
    `parties: ${grouped(rowCount - badRows.count)}; different sets of facts: ${grouped(distinctCount)}`,
    ...policies.map(({ policy, version, road, reason, unknownFacts }) => {
      const how = road === 'compiled' ? 'compiled to SQL' : `decided per set of facts: ${reason}`;
      const unknown = unknownFacts.length > 0 ? `; no column for ${unknownFacts.join(', ')}` : '';
      return `${policy} ${version}: ${how}${unknown}`;
    }),
  ];
  return badRows.count > 0 ? [...lines, renderBadRows(badRows)].join('\n') : lines.join('\n');
}

function renderStatuses({ statuses }: Simulation): string {
  const columns = [left('policy'), left('class'), left('status'), right('parties')];
  const rows = statuses.map(({ policy, partyClass, status, parties }) => [
    ...[policy, partyClass, status, grouped(parties)],
  ]);
  return renderTable(columns, rows);
}

function renderTotals({ totals, policies }: Simulation, names: readonly AwardName[]): string {
  if (totals.length === 0) return 'nothing is awarded';
  const columns = [left('clause'), left('class'), left('award'), right('parties'), right('total')];
  const hashes = new Map(policies.map(({ policy, hash }) => [policy, hash]));
  const nameOf = (total: (typeof totals)[number]) =>
    awardNameIn(names, { ...total, policyHash: hashes.get(total.policy) }, 'en');
  const rows = totals.map((total) => [
    `${total.policy} ${total.clause}`,
    total.partyClass,
    [total.remedy, nameOf(total)].filter(Boolean).join(' '),
    grouped(total.parties),
    total.currency
      ? money(total.amount, total.currency)
      : `${grouped(total.amount)} ${total.unit ?? ''}`,
  ]);
  return renderTable(columns, rows);
}

function renderCost({ cost, distribution }: Simulation): string {
  const columns = [left('class'), right('paid parties'), right('cost')];
  const rows = cost.map(({ partyClass, parties, amountMinor, currency }) => [
    ...[partyClass, grouped(parties), money(amountMinor, currency)],
  ]);
  const spread = distribution.map(({ currency, quantiles }) => {
    const parts = quantiles.map(({ share, amountMinor }) => {
      return `${share} ${money(amountMinor, currency)}`;
    });
    return `spread: ${parts.join(', ')}`;
  });
  return rows.length === 0 ? '' : [renderTable(columns, rows), ...spread].join('\n');
}

function renderMissed({ missed, reasons }: Simulation): string {
  const columns = [left('clause'), left('condition'), right('not met by'), right('only this')];
  const rows = missed.conditions.map(({ policy, clause, condition, parties, onlyThis }) => [
    ...[`${policy} ${clause}`, condition, grouped(parties), grouped(onlyThis)],
  ]);
  const open = reasons
    .filter(({ status }) => status !== 'none')
    .map(({ policy, clause, partyClass, status, reason, missing, parties }) => {
      const why = missing.length > 0 ? `cannot decide: needs ${missing.join(', ')}` : reason;
      return `${policy} ${clause} ${partyClass}: ${status}${why ? `, ${why}` : ''}: ${grouped(parties)}`;
    });
  const head = `parties who get nothing: ${grouped(missed.parties)}`;
  const table = rows.length === 0 ? [] : [renderTable(columns, rows)];
  return [head, ...table, ...open].join('\n');
}

function renderComparison({ comparison = [], changes }: Simulation): string {
  if (!changes) return '';
  const columns = [left('class'), right('more'), right('less'), right('same'), right('difference')];
  const rows = comparison.map((one) => [
    ...[one.partyClass, grouped(one.winners), grouped(one.losers), grouped(one.unchanged)],
    `+${money(one.gainMinor, one.currency)} −${money(one.lossMinor, one.currency)}`,
  ]);
  const ends = changes
    .slice(0, 20)
    .map(
      ({ before, after, parties, example }) =>
        `${before} → ${after}: ${grouped(parties)}, such as party ${example}`,
    );
  return [renderTable(columns, rows), ...ends].join('\n');
}

function renderSensitivity({ sensitivity = [] }: Simulation): string {
  return sensitivity
    .map(({ policy, name, written, points }) => {
      const rows = points.map(({ text, percent, cost, inKind, parties, refused }) => [
        `${percent} %`,
        text,
        refused ? `refused: ${refused}` : grouped(parties),
        [
          ...cost.map(({ currency, amountMinor }) => money(amountMinor, currency)),
          ...inKind.map(({ unit, amount }) => `${grouped(amount)} ${unit}`),
        ].join(' + '),
      ]);
      const columns = [right('of it'), left('figure'), right('paid parties'), right('cost')];
      return `${policy}, ${name} (${written})\n${renderTable(columns, rows)}`;
    })
    .join('\n\n');
}

function renderBudget({ budget }: Simulation): string {
  if (!budget) return '';
  const { currency, budgetMinor, demandMinor, paidMinor, isEnough, roundedUp } = budget;
  const [budgeted, asked, paid] = [budgetMinor, demandMinor, paidMinor].map((minor) =>
    money(minor, currency),
  );
  const figures = `budget ${budgeted}, asked ${asked}, paid ${paid}`;
  if (isEnough) return `${figures}: enough for all`;
  return `${figures}: cut pro rata; ${grouped(roundedUp)} awards got one minor unit more`;
}

function renderInvariants({ invariants }: Simulation): string {
  return invariants
    .map(({ name, policy, about, holds, counterExample }) => {
      const base = `${holds ? 'holds' : 'BROKEN'}  ${name.replaceAll('_', ' ')} (${[policy, about].filter(Boolean).join(', ')})`;
      if (!counterExample) return base;
      const { partyId, found, expected } = counterExample;
      return `${base}\n        party ${partyId}: found ${found}; expected ${expected}`;
    })
    .join('\n');
}
