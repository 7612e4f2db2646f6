import type { components } from '../../api/schema.generated.ts';

type Rules = components['schemas']['ReviewRules'];

/** Review rules as they are typed; numbers are digits, with commas or spaces or none. */
export interface RulesDraft {
  readonly targetHours: string;
  readonly raiseHours: string;
  readonly perThousand: string;
  readonly seed: string;
  /** whole units of the currency; empty when the amount alone calls for no second look */
  readonly amount: string;
  readonly appealDays: string;
}

export type RulesFault = 'whole' | 'shorter';

const digits = (text: string): string => text.replaceAll(/[\s,]/g, '');

/** Gives published rules as they are typed. */
export function toRulesDraft(rules: Rules, currency: string): RulesDraft {
  const from = rules.secondReviewFrom.find((one) => one.currency === currency);
  return {
    targetHours: String(rules.targetHours),
    raiseHours: String(rules.raiseHours),
    perThousand: String(rules.sample.perThousand),
    seed: rules.sample.seed,
    amount: from?.amountMinor ?? '',
    appealDays: String(rules.appealDays),
  };
}

interface Bounds {
  readonly from: number;
  readonly until: number;
}

/** Bounds of each number, both inclusive. @source the API's ReviewRules */
const bounds: Readonly<
  Record<'targetHours' | 'raiseHours' | 'perThousand' | 'appealDays', Bounds>
> = {
  targetHours: { from: 1, until: 8760 },
  raiseHours: { from: 1, until: 8760 },
  perThousand: { from: 0, until: 1000 },
  appealDays: { from: 1, until: 3650 },
};

function isWithin(text: string, { from, until }: Bounds): boolean {
  const plain = digits(text);
  return /^\d{1,6}$/.test(plain) && Number(plain) >= from && Number(plain) <= until;
}

/**
 * Reads typed rules: all faults at once, or the rules. Amounts of other currencies stay as published.
 */
export function readRules(
  draft: RulesDraft,
  given: { readonly currency: string; readonly published: Rules },
): {
  readonly rules?: Rules;
  readonly faults: Readonly<Partial<Record<keyof RulesDraft, RulesFault>>>;
} {
  const faults: Partial<Record<keyof RulesDraft, RulesFault>> = {};
  for (const [name, bound] of Object.entries(bounds)) {
    const field = name as keyof typeof bounds;
    if (!isWithin(draft[field], bound)) faults[field] = 'whole';
  }
  const amount = digits(draft.amount);
  if (amount !== '' && !/^[1-9]\d{0,17}$/.test(amount)) faults.amount = 'whole';
  const number = (text: string): number => Number(digits(text));
  const isShorter = number(draft.raiseHours) < number(draft.targetHours);
  if (faults.raiseHours === undefined && faults.targetHours === undefined && !isShorter) {
    faults.raiseHours = 'shorter';
  }
  if (Object.keys(faults).length > 0) return { faults };
  const others = given.published.secondReviewFrom.filter((one) => one.currency !== given.currency);
  const own = amount === '' ? [] : [{ currency: given.currency, amountMinor: amount }];
  const rules: Rules = {
    targetHours: number(draft.targetHours),
    raiseHours: number(draft.raiseHours),
    sample: { perThousand: number(draft.perThousand), seed: draft.seed.trim() },
    secondReviewFrom: [...others, ...own],
    appealDays: number(draft.appealDays),
  };
  return { rules, faults };
}
