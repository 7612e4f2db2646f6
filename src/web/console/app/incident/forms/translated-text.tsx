import type { ReactNode } from 'react';
import { TextField } from '../../ui/field.tsx';
import { useIncidentWords } from '../incident-words.ts';

/** One text in both languages. */
export interface Translated {
  readonly ko: string;
  readonly en: string;
}

/** Tells whether something is written in both languages. */
export function isTranslated({ ko, en }: Translated): boolean {
  return ko.trim() !== '' && en.trim() !== '';
}

/** Asks for one text in Korean and in English. */
export function TranslatedText(props: {
  /** said before each language's name; absent where the form has only one text */
  readonly label?: string;
  readonly value: Translated;
  readonly onChange: (value: Translated) => void;
}): ReactNode {
  const { texts } = useIncidentWords();
  const { label, value, onChange } = props;
  const labelOf = (language: string): string =>
    label === undefined ? language : `${label} · ${language}`;
  return (
    <>
      <TextField
        label={labelOf(texts.textKo)}
        rows={2}
        value={value.ko}
        onChange={(ko) => onChange({ ...value, ko })}
      />
      <TextField
        label={labelOf(texts.textEn)}
        rows={2}
        value={value.en}
        onChange={(en) => onChange({ ...value, en })}
      />
    </>
  );
}
