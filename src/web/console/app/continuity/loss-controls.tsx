import { type ReactNode, useId } from 'react';
import type { Inventory } from '../../../../continuity/simulate/index.ts';
import { useLanguage } from '../language.tsx';
import { TextField } from '../ui/field.tsx';

/** What can be lost, as boxes to tick, and after how long it returns. */
export function LossControls(props: {
  readonly inventory: Inventory;
  readonly lost: readonly string[];
  readonly onToggle: (domain: string) => void;
  readonly minutes: string;
  readonly isWrong: boolean;
  readonly onMinutes: (text: string) => void;
}): ReactNode {
  const { words, locale } = useLanguage();
  const { continuity } = words;
  const hint = useId();
  return (
    <div className="loss-controls">
      <fieldset aria-describedby={hint}>
        <legend>{continuity.lose}</legend>
        <p className="hint" id={hint}>
          {continuity.loseHint}
        </p>
        <div className="loss-domains">
          {[...props.inventory.domains.values()].map((domain) => (
            <label key={domain.id} className="check">
              <input
                type="checkbox"
                checked={props.lost.includes(domain.id)}
                onChange={() => props.onToggle(domain.id)}
              />
              <span>{domain.title[locale]}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <TextField
        label={continuity.returns}
        hint={continuity.returnsHint}
        value={props.minutes}
        onChange={props.onMinutes}
        {...(props.isWrong ? { error: continuity.returnsWrong } : {})}
      />
    </div>
  );
}
