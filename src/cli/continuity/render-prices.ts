import type { LossPrice, PriceBar, Redress } from '../../continuity/liability/index.ts';
import { renderRational } from '../../kernel/index.ts';
import { renderCount, renderMinor, renderTable } from '../shell/table.ts';

/** Renders what each loss would cost, the dearest first. */
export function renderPrices(prices: readonly LossPrice[]): string {
  const columns = [
    { title: 'loss', align: 'left' },
    { title: 'down', align: 'right' },
    { title: 'least', align: 'right' },
    { title: 'most', align: 'right' },
    { title: 'parties paid', align: 'right' },
    { title: 'open', align: 'right' },
  ] as const;
  const rows = dearestFirst(prices).map((price) => [
    price.domains.join('+'),
    String(price.downCount),
    moneyText(price.least),
    moneyText(price.most),
    rangeText(renderCount(price.least.paidParties), renderCount(price.most.paidParties)),
    rangeText(renderCount(price.least.openParties), renderCount(price.most.openParties)),
  ]);
  return [
    renderTable(columns, rows),
    '',
    'Least: what is lost returns when the inventory says, crews without limit.',
    'Most: the loss is for good, a crew does one thing at a time, what is stuck counts to the horizon.',
    'Open: a policy cannot say without a person or a document; not in the sums.',
    ...dearestFirst(prices).flatMap(renderOutages),
  ].join('\n');
}

function renderOutages(price: LossPrice): string[] {
  if (price.outages.length === 0) return [];
  const lines = price.outages.map(({ node, leastMinutes, mostMinutes, isStuck }) => {
    const stuck = isStuck ? ' (stuck: the horizon)' : '';
    return `  ${node} down ${rangeText(renderCount(leastMinutes), renderCount(mostMinutes))} min${stuck}`;
  });
  return ['', price.domains.join('+'), ...lines];
}

function rangeText(least: string, most: string): string {
  return least === most ? least : `${least} – ${most}`;
}

/** Gives money and other remedies in one line; amounts in major units with their currency. */
export function moneyText(redress: Redress): string {
  const money = [...redress.money].map(
    ([currency, minor]) => `${renderMinor(minor, currency)} ${currency}`,
  );
  const others = [...redress.quantities].map(([name, sum]) => `${renderRational(sum)} × ${name}`);
  return [...money, ...others].join(', ') || '0';
}

function total(redress: Redress): bigint {
  return [...redress.money.values()].reduce((sum, minor) => sum + minor, 0n);
}

function dearestFirst(prices: readonly LossPrice[]): LossPrice[] {
  const order = (left: bigint, right: bigint) => (left === right ? 0 : left < right ? 1 : -1);
  return prices.toSorted(
    (left, right) =>
      order(total(left.most), total(right.most)) || order(total(left.least), total(right.least)),
  );
}

/** Gives the bars of the picture. */
export function priceBars(prices: readonly LossPrice[]): PriceBar[] {
  return dearestFirst(prices).map((price) => ({
    label: price.domains.join(' + '),
    least: total(price.least),
    most: total(price.most),
    text: rangeText(moneyText(price.least), moneyText(price.most)),
  }));
}

/** Gives prices as JSON; amounts are texts of whole minor units. */
export function wirePrices(prices: readonly LossPrice[]): unknown {
  const wire = (redress: Redress) => ({
    amountMinor: Object.fromEntries([...redress.money].map(([key, minor]) => [key, String(minor)])),
    quantities: Object.fromEntries(
      [...redress.quantities].map(([key, sum]) => [key, renderRational(sum)]),
    ),
    paidParties: Number(redress.paidParties),
    openParties: Number(redress.openParties),
  });
  const losses = dearestFirst(prices).map((price) => ({
    domains: price.domains,
    downCount: price.downCount,
    outages: price.outages,
    least: wire(price.least),
    most: wire(price.most),
  }));
  return { losses };
}
