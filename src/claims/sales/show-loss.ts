import { addDays, type LocalDate, type Outcome } from '../../kernel/index.ts';
import type { Questionnaire } from '../questionnaire.ts';
import { assessLoss, type LossRefusal, type SalesWeek } from './assess-loss.ts';
import type { SalesDay, SalesFile, SalesFinding, SalesRefusal } from './parse-sales.ts';

/** One day of a compared week; `amountMinor` is absent where the file has no row of it. */
export interface ShownDay {
  readonly on: LocalDate;
  readonly amountMinor?: bigint;
}

/** A compared week with its seven days. */
export interface ShownWeek extends SalesWeek {
  readonly days: readonly ShownDay[];
}

/** The loss test before a claim is filed: every figure it rests on, or why there is none. */
export type ShownLoss =
  | {
      readonly ok: true;
      readonly lossMinor: bigint;
      readonly bestWeek: ShownWeek;
      readonly outageWeek: ShownWeek;
      /** the first of what was left out */
      readonly findings: readonly SalesFinding[];
      readonly leftOutCount: number;
    }
  | { readonly ok: false; readonly refusal: SalesRefusal | LossRefusal };

const findingsMax = 50;

const weekDays = [0, 1, 2, 3, 4, 5, 6];

function withDays(week: SalesWeek, days: readonly SalesDay[]): ShownWeek {
  const byDay = new Map(days.map(({ on, amountMinor }) => [on, amountMinor]));
  return {
    ...week,
    days: weekDays.map((shift) => {
      const on = addDays(week.from, shift);
      const amountMinor = byDay.get(on);
      return amountMinor === undefined ? { on } : { on, amountMinor };
    }),
  };
}

/**
 * Runs the loss test on a sales file that was read and shows both weeks day by day, so that whoever
 * sold can see whether the file says what happened.
 *
 * @returns undefined when the questionnaire has no loss test
 */
export function showSales(
  sales: Outcome<SalesFile, SalesRefusal>,
  { lossTest }: Pick<Questionnaire, 'lossTest'>,
): ShownLoss | undefined {
  if (lossTest === undefined) return undefined;
  if (!sales.ok) return sales;
  const { days, findings } = sales.value;
  const loss = assessLoss(days, lossTest);
  if (!loss.ok) return loss;
  const { lossMinor, bestWeek, outageWeek } = loss.value;
  return {
    ok: true,
    lossMinor,
    bestWeek: withDays(bestWeek, days),
    outageWeek: withDays(outageWeek, days),
    findings: findings.slice(0, findingsMax),
    leftOutCount: findings.length,
  };
}
