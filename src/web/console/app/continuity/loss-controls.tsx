import { type ReactNode, useId, useState } from 'react';
import {
  type Domain,
  type Inventory,
  SITE_CLASSES,
} from '../../../../continuity/simulate/index.ts';
import { useLanguage } from '../language.tsx';
import { TextField } from '../ui/field.tsx';

/** More boxes than this are not read; those that are sought, lost, or of a whole site come first. */
const boxesMax = 24;

function chooseDomains(
  domains: readonly Domain[],
  about: {
    readonly lost: readonly string[];
    readonly sought: string;
    readonly locale: 'ko' | 'en';
  },
): readonly Domain[] {
  if (domains.length <= boxesMax) return domains;
  const text = about.sought.trim().toLowerCase();
  const isFound = ({ id, title }: Domain) =>
    [id, title[about.locale]].some((name) => name.toLowerCase().includes(text));
  const isSite = (domain: Domain) => SITE_CLASSES.has(domain.class);
  const wanted = text === '' ? domains.toSorted((a, b) => +isSite(b) - +isSite(a)) : domains;
  const found = wanted.filter((domain) => text === '' || isFound(domain)).slice(0, boxesMax);
  const kept = domains.filter((domain) => about.lost.includes(domain.id));
  return [...new Set([...kept, ...found])];
}

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
  const [sought, setSought] = useState('');
  const domains = [...props.inventory.domains.values()];
  const shown = chooseDomains(domains, { lost: props.lost, sought, locale });
  return (
    <div className="loss-controls">
      <fieldset aria-describedby={hint}>
        <legend>{continuity.lose}</legend>
        <p className="hint" id={hint}>
          {continuity.loseHint}
        </p>
        {domains.length <= boxesMax ? null : (
          <TextField
            label={continuity.findPlace}
            hint={continuity.findPlaceHint}
            type="search"
            value={sought}
            onChange={setSought}
          />
        )}
        <div className="loss-domains">
          {shown.map((domain) => (
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
