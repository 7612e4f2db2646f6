import { addDays, type LocalDate } from '../../kernel/index.ts';
import type { DrillPlan, PlannedDrill } from './plan-drills.ts';

/** A drill with the last day on which it is in time. */
export interface DatedDrill extends PlannedDrill {
  readonly dueOn: LocalDate;
}

/**
 * Gives the drills of a plan their days, one after another: the most telling first, on the first day.
 *
 * @param about.from the day of the first
 * @param about.everyDays how many days lie between one and the next, from 1
 */
export function dateDrills(
  plan: DrillPlan,
  about: { readonly from: LocalDate; readonly everyDays: number },
): DatedDrill[] {
  return plan.drills.map((drill, index) => ({
    ...drill,
    dueOn: addDays(about.from, index * about.everyDays),
  }));
}
