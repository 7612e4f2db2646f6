import { z } from 'zod';
import type { JsonValue } from '../../kernel/index.ts';
import {
  addDays,
  parseLocalDate,
  renderLocal,
  renderMoney,
  startOfLocalDay,
} from '../../kernel/index.ts';
import type { Locale } from '../layout.tsx';
import { portalMessages } from '../messages/portal.ts';
import { refusalSentence } from '../messages/refusals.ts';
import type { StatusPageProps } from './pages/status.page.tsx';

const week = z.object({ from: z.string(), until: z.string(), amountMinor: z.string() });
const lossSchema = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    bestWeek: week,
    outageWeek: week,
    lossMinor: z.string(),
    rowCount: z.number().optional(),
  }),
  z.object({ ok: z.literal(false), refusal: z.looseObject({ code: z.string() }) }),
]);

/** The loss test as claims recorded it: the two weeks and the loss, or why there is none. */
export type LossView = z.output<typeof lossSchema>;

/** Reads the recorded loss test; undefined when there is none, or none of this shape. */
export function parseLoss(recorded: JsonValue | undefined): LossView | undefined {
  const read = lossSchema.safeParse(recorded);
  return read.success ? read.data : undefined;
}

// A recorded week ends before `until`; people read its last day.
function renderWeek(one: z.output<typeof week>, locale: Locale): string {
  const from = parseLocalDate(one.from);
  const until = parseLocalDate(one.until);
  if (from === undefined || until === undefined) return `${one.from} ${one.until}`;
  const day = (on: typeof from): string =>
    renderLocal(startOfLocalDay(on, 'UTC'), { zone: 'UTC', locale, precision: 'day' });
  return portalMessages(locale).status.week(day(from), day(addDays(until, -1)));
}

/** Shows the loss test with the weeks it used, or the sentence that says why there is none. */
export function renderLoss(
  loss: LossView,
  options: { locale: Locale; currency: string },
): NonNullable<StatusPageProps['loss']> {
  const { locale, currency } = options;
  const words = portalMessages(locale).status;
  if (!loss.ok) return { remarks: [refusalSentence(loss.refusal, locale)] };
  const money = (amount: string): string =>
    renderMoney({ amountMinor: BigInt(amount), currency }, locale);
  const labelOf = (name: string, one: z.output<typeof week>): string =>
    `${name}: ${renderWeek(one, locale)}`;
  return {
    calculation: {
      caption: words.lossTitle,
      lines: [
        { label: labelOf(words.lossBest, loss.bestWeek), value: money(loss.bestWeek.amountMinor) },
        {
          label: labelOf(words.lossOutage, loss.outageWeek),
          value: money(loss.outageWeek.amountMinor),
        },
        { label: words.lossResult, value: money(loss.lossMinor), isResult: true },
      ],
    },
    remarks: [words.lossRule],
  };
}
