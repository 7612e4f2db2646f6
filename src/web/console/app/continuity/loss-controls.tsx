import { type ReactNode, useId, useState } from 'react';
import {
  type Domain,
  type Inventory,
  SITE_CLASSES,
} from '../../../../continuity/simulate/index.ts';
import { useLanguage } from '../language.tsx';
import { TextField } from '../ui/field.tsx';

/** More boxes than this are not read; those that are sought or lost come first. */
const boxesMax = 24;
/** Up to so many places stand open; of more only the sites do, and the others are folded. */
const openMax = 8;

/** The places shown at once: sites, or all where there are few. */
function chooseFirst(domains: readonly Domain[]): readonly Domain[] {
  if (domains.length <= openMax) return domains;
  const sites = domains.filter((domain) => SITE_CLASSES.has(domain.class));
  return (sites.length === 0 ? domains.slice(0, openMax) : sites).slice(0, boxesMax);
}

/** Of the folded places those that are sought, and those that are lost in any case. */
function chooseOthers(
  domains: readonly Domain[],
  about: {
    readonly lost: readonly string[];
    readonly sought: string;
    readonly locale: 'ko' | 'en';
  },
): readonly Domain[] {
  if (domains.length <= boxesMax) return domains;
  const text = about.sought.trim().toLowerCase();
  const found = domains.filter(({ id, title }) =>
    [id, title[about.locale]].some((name) => name.toLowerCase().includes(text)),
  );
  const shown = new Set(found.slice(0, boxesMax));
  return domains.filter((domain) => shown.has(domain) || about.lost.includes(domain.id));
}

interface ControlsProps {
  readonly inventory: Inventory;
  readonly lost: readonly string[];
  readonly onToggle: (domain: string) => void;
  readonly minutes: string;
  readonly isWrong: boolean;
  readonly onMinutes: (text: string) => void;
}

/** What can be lost, as boxes to tick, and after how long it returns. */
export function LossControls(props: ControlsProps): ReactNode {
  const { words } = useLanguage();
  const { continuity } = words;
  const hint = useId();
  const domains = [...props.inventory.domains.values()];
  const first = chooseFirst(domains);
  return (
    <div className="loss-controls">
      <fieldset aria-describedby={hint}>
        <legend>{continuity.lose}</legend>
        <p className="hint" id={hint}>
          {continuity.loseHint}
        </p>
        <Boxes {...props} domains={first} />
        <OtherPlaces {...props} domains={domains.filter((domain) => !first.includes(domain))} />
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

type PlacesProps = Pick<ControlsProps, 'lost' | 'onToggle'> & {
  readonly domains: readonly Domain[];
};

/** The places that are folded; which of them are lost is told on the fold. */
function OtherPlaces(props: PlacesProps): ReactNode {
  const { words, locale, format } = useLanguage();
  const { continuity } = words;
  const { domains, lost } = props;
  const [sought, setSought] = useState('');
  if (domains.length === 0) return null;
  const names = domains.flatMap(({ id, title }) => (lost.includes(id) ? title[locale] : []));
  return (
    <details className="loss-others">
      <summary>{continuity.otherPlaces(format.count(domains.length), names.join(', '))}</summary>
      {domains.length <= boxesMax ? null : (
        <TextField
          label={continuity.findPlace}
          hint={continuity.findPlaceHint}
          type="search"
          value={sought}
          onChange={setSought}
        />
      )}
      <Boxes {...props} domains={chooseOthers(domains, { lost, sought, locale })} />
    </details>
  );
}

function Boxes({ domains, lost, onToggle }: PlacesProps): ReactNode {
  const { locale } = useLanguage();
  return (
    <div className="loss-domains">
      {domains.map((domain) => (
        <label key={domain.id} className="check">
          <input
            type="checkbox"
            checked={lost.includes(domain.id)}
            onChange={() => onToggle(domain.id)}
          />
          <span>{domain.title[locale]}</span>
        </label>
      ))}
    </div>
  );
}
