import type { Naming } from '../../continuity/index.ts';
import type { LossPrice, PriceBar, Redress } from '../../continuity/liability/index.ts';
import { renderRational } from '../../kernel/index.ts';
import { renderCount, renderMinor, renderTable } from '../shell/table.ts';

/** The words beside the prices. */
export const priceWords = {
  en: {
    picture: (inventory: string) => `${inventory}: redress that the loss of each site would cost`,
    written: (file: string) => `The picture is in ${file}.`,
    columns: ['loss', 'down', 'least', 'most', 'parties paid', 'open'],
    notes: [
      'Least: what is lost returns when the inventory says, crews without limit.',
      'Most: the loss is for good, a crew does one thing at a time, what is stuck counts to the horizon.',
      'Open: a policy cannot say without a person or a document; not in the sums.',
    ],
    outage: (node: string, minutes: string, isStuck: boolean) =>
      `${node} down ${minutes} min${isStuck ? ' (stuck: the horizon)' : ''}`,
  },
  ko: {
    picture: (inventory: string) => `${inventory}: 한 곳을 잃을 때의 배상액`,
    written: (file: string) => `그림: ${file}`,
    columns: ['상실', '멈춤', '최소', '최대', '배상 대상자', '미정'],
    notes: [
      '최소: 잃은 곳이 목록에 적힌 때에 돌아오고 복구 인력이 충분할 때.',
      '최대: 잃은 곳이 돌아오지 않고 한 조가 한 번에 하나씩 복구하며, 되살릴 수 없는 것은 한도 시점까지 셀 때.',
      '미정: 사람이나 서류 없이는 정책으로 정할 수 없는 것. 합계에 넣지 않았습니다.',
    ],
    outage: (node: string, minutes: string, isStuck: boolean) =>
      `${node}: ${minutes}분 중단${isStuck ? ' (복구 불가, 한도까지)' : ''}`,
  },
} as const;

/** Renders what each loss would cost, the dearest first, in the names of sites and nodes. */
export function renderPrices(
  prices: readonly LossPrice[],
  about: { readonly name: Naming; readonly locale: 'ko' | 'en' },
): string {
  const { name } = about;
  const say = priceWords[about.locale];
  const columns = say.columns.map(
    (title, index) => ({ title, align: index === 0 ? 'left' : 'right' }) as const,
  );
  const rows = dearestFirst(prices).map((price) => [
    nameLoss(price, name),
    String(price.downCount),
    moneyText(price.least),
    moneyText(price.most),
    rangeText(renderCount(price.least.paidParties), renderCount(price.most.paidParties)),
    rangeText(renderCount(price.least.openParties), renderCount(price.most.openParties)),
  ]);
  const outages = dearestFirst(prices).flatMap((price) => {
    if (price.outages.length === 0) return [];
    const lines = price.outages.map(({ node, leastMinutes, mostMinutes, isStuck }) => {
      const minutes = rangeText(renderCount(leastMinutes), renderCount(mostMinutes));
      return `  ${say.outage(name.node(node), minutes, isStuck)}`;
    });
    return ['', nameLoss(price, name), ...lines];
  });
  return [renderTable(columns, rows), '', ...say.notes, ...outages].join('\n');
}

function nameLoss(price: LossPrice, name: Naming): string {
  return price.domains.map(name.domain).join(' + ');
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

/** Gives the bars of the picture, the dearest loss first. */
export function priceBars(prices: readonly LossPrice[], name: Naming): PriceBar[] {
  return dearestFirst(prices).map((price) => ({
    label: nameLoss(price, name),
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
