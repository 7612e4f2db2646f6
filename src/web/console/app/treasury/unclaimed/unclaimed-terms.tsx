import { type ReactNode, useState } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import { useCommand } from '../../api/use-command.ts';
import { useLanguage } from '../../language.tsx';
import { TextField } from '../../ui/field.tsx';
import { SettingForm } from '../setting-form.tsx';
import { treasuryKeys, type Unclaimed } from '../treasury-data.ts';

type Terms = Unclaimed['terms'];

function termsOf(typed: {
  readonly reminders: string;
  readonly apart: string;
  readonly give: string;
  readonly place: string;
}): Terms | undefined {
  const reminders = typed.reminders.split(',').map((text) => text.trim());
  const isCount = (text: string): boolean => /^\d{1,5}$/.test(text);
  if (!reminders.every(isCount) || !isCount(typed.apart.trim())) return undefined;
  const place = typed.place.trim();
  const isGiven = typed.give.trim() !== '' || place !== '';
  if (isGiven && (!isCount(typed.give.trim()) || place.length < 2)) return undefined;
  return {
    reminderDays: reminders.map(Number),
    setApartDays: Number(typed.apart),
    ...(isGiven ? { giveDays: Number(typed.give), place } : {}),
  };
}

/** Sets when what cannot be paid is reminded of, set apart and given away, and where to. */
export function UnclaimedTerms(props: {
  readonly incidentId: string;
  readonly terms: Terms;
}): ReactNode {
  const { incidentId, terms } = props;
  const { words } = useLanguage();
  const texts = words.treasury.unclaimed;
  const [typed, setTyped] = useState({
    reminders: terms.reminderDays.join(', '),
    apart: String(terms.setApartDays),
    give: terms.giveDays === undefined ? '' : String(terms.giveDays),
    place: terms.place ?? '',
  });
  const change = (key: keyof typeof typed) => (value: string) =>
    setTyped({ ...typed, [key]: value });
  const set = useCommand({
    request: (body: Terms) =>
      unwrap(
        api.PUT('/api/v1/unclaimed-awards/terms', { params: { query: { incidentId } }, body }),
      ),
    refresh: treasuryKeys,
  });
  const said = { error: texts.termsError, done: texts.termsDone, submit: texts.termsSubmit };
  return (
    <SettingForm read={termsOf(typed)} command={set} words={said}>
      <TextField
        label={texts.reminderDays}
        value={typed.reminders}
        onChange={change('reminders')}
      />
      <TextField
        label={texts.setApartDays}
        inputMode="numeric"
        value={typed.apart}
        onChange={change('apart')}
      />
      <TextField
        label={texts.giveDays}
        inputMode="numeric"
        value={typed.give}
        onChange={change('give')}
      />
      <TextField
        label={texts.place}
        hint={texts.placeHint}
        value={typed.place}
        onChange={change('place')}
      />
    </SettingForm>
  );
}
