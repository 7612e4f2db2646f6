import type { ShownLoss, ShownWeek } from '../../../claims/sales/index.ts';
import { renderLocal, renderMoney, startOfLocalDay } from '../../../kernel/index.ts';
import type { Locale } from '../../layout.tsx';
import { claimantMessages } from '../../messages/claimant.ts';
import { refusalSentence } from '../../messages/refusals.ts';

/** A week as the page shows it: its days and their sum. */
export interface WeekView {
  readonly title: string;
  readonly days: readonly { readonly day: string; readonly amount: string }[];
  readonly total: string;
}

/** The loss before filing, as the page shows it. */
export interface LossPageView {
  readonly title: string;
  readonly lead: string;
  readonly result?: string;
  readonly weeks: readonly WeekView[];
  readonly remarks: readonly string[];
  readonly leftOut: readonly string[];
}

const leftOutMax = 10;

function renderWeek(title: string, week: ShownWeek, reading: Reading): WeekView {
  const { locale, currency } = reading;
  const money = (amountMinor: bigint): string => renderMoney({ amountMinor, currency }, locale);
  return {
    title,
    days: week.days.map(({ on, amountMinor }) => ({
      day: renderLocal(startOfLocalDay(on, 'UTC'), { zone: 'UTC', locale, precision: 'day' }),
      amount: amountMinor === undefined ? claimantMessages(locale).loss.noRow : money(amountMinor),
    })),
    total: money(week.amountMinor),
  };
}

interface Reading {
  readonly locale: Locale;
  readonly currency: string;
}

/** Shows what the loss test makes of a sales file, before anything is filed. */
export function renderShownLoss(loss: ShownLoss, reading: Reading): LossPageView {
  const { locale, currency } = reading;
  const words = claimantMessages(locale).loss;
  if (!loss.ok) {
    return {
      title: words.noneTitle,
      lead: words.noneLead,
      weeks: [],
      remarks: [refusalSentence(loss.refusal, locale)],
      leftOut: [],
    };
  }
  const { bestWeek, outageWeek, findings, leftOutCount, lossMinor } = loss;
  const hasGap = [bestWeek, outageWeek].some(({ dayCount }) => dayCount < 7);
  return {
    title: words.title,
    lead: words.lead,
    result: renderMoney({ amountMinor: lossMinor, currency }, locale),
    weeks: [
      renderWeek(words.best, bestWeek, reading),
      renderWeek(words.outage, outageWeek, reading),
    ],
    remarks: [
      ...(hasGap ? [words.noRowNote] : []),
      ...(leftOutCount === 0 ? [] : [words.leftOut(String(leftOutCount))]),
    ],
    leftOut: findings
      .slice(0, leftOutMax)
      .map(({ row, found }) => words.leftOutRow(String(row), found.slice(0, 40))),
  };
}
