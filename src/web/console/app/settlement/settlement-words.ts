import type { NamedAward } from '../../../../policy/award-names/index.ts';
import { useAwardName } from '../award-names.ts';
import { useClassName } from '../class-names.ts';
import { useLanguage } from '../language.tsx';
import { quantityText } from '../quantity-text.ts';
import type { Actor, PayoutState, RunState } from './settlement-data.ts';

type Tone = 'plain' | 'good' | 'warn' | 'bad';

const runTones: Readonly<Record<RunState, Tone>> = {
  drafted: 'plain',
  proposed: 'warn',
  approved: 'warn',
  sending: 'warn',
  paused: 'warn',
  sent: 'good',
  closed: 'plain',
  stopped: 'plain',
  sent_back: 'bad',
};

const payoutTones: Readonly<Record<PayoutState, Tone>> = {
  proposed: 'plain',
  approved: 'plain',
  sent: 'warn',
  accepted: 'plain',
  confirmed: 'good',
  failed: 'bad',
  unknown: 'warn',
  returned: 'bad',
  withdrawn: 'plain',
};

/** Gives the tone of a run's state. */
export const runTone = (state: RunState): Tone => runTones[state];

/** Gives the tone of a payout's state. */
export const payoutTone = (state: PayoutState): Tone => payoutTones[state];

/** Gives the words of this part and ways to name what codes stand for, in the reader's language. */
export function useSettlementWords() {
  const { words, format, locale } = useLanguage();
  const texts = words.settlement;
  const nameOf = useAwardName();
  const classNameOf = useClassName();
  return {
    texts,
    format,
    parts: words.shell.parts,
    actor: (actor: Actor): string => actor.name ?? texts.platform,
    by: (actor: Actor | null, at: string | null): string =>
      actor === null || at === null
        ? texts.none
        : texts.run.by({ name: actor.name ?? texts.platform, at: format.instant(at) }),
    partyClass: (code: string | null): string =>
      code === null || code === '' ? texts.noClass : classNameOf(code),
    remedy: (award: NamedAward): string =>
      [texts.remedies[award.remedy] ?? award.remedy, nameOf(award)].filter(Boolean).join(' · '),
    quantity: (quantity: string | null, unit: string | null): string => {
      if (quantity === null) return texts.none;
      return quantityText(quantity, unit, { units: texts.units, locale });
    },
    rail: (name: string): string => texts.rails[name] ?? name,
    reason: (code: string | null): string =>
      code === null ? texts.none : (texts.railReasons[code] ?? code),
  };
}

export type SettlementWords = ReturnType<typeof useSettlementWords>;
