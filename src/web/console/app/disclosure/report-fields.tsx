import type { ReactNode } from 'react';
import {
  countCharacters,
  mostCharacters,
  type ReportText,
  type ReportTextRefusal,
  type TextPart,
  textParts,
} from '../../../../disclosure/report-text/index.ts';
import { useLanguage } from '../language.tsx';
import { TextField } from '../ui/field.tsx';

const rowsByPart: Readonly<Partial<Record<TextPart, number>>> = { headline: 2, lead: 4, notice: 3 };

function useFaultSentence(): (fault: ReportTextRefusal) => string {
  const texts = useLanguage().words.disclosure.reports.faults;
  return (fault) => {
    switch (fault.code) {
      case 'report_text_too_long':
        return texts.tooLong;
      case 'report_question_open':
        return texts.questionOpen(fault.question);
      case 'report_text_one_language':
        return texts.oneLanguage;
    }
  };
}

/** The parts an editor writes, in both languages side by side; each says how long it may be. */
export function ReportFields(props: {
  readonly text: ReportText;
  readonly faults: readonly ReportTextRefusal[];
  readonly onChange: (text: ReportText) => void;
}): ReactNode {
  const { text, faults, onChange } = props;
  const { words, format } = useLanguage();
  const texts = words.disclosure.reports;
  const sayFault = useFaultSentence();
  const write = (language: 'ko' | 'en', part: TextPart, value: string): void =>
    onChange({ ...text, [language]: { ...text[language], [part]: value } });
  return textParts.map((part) => (
    <div key={part} className="both">
      {(['ko', 'en'] as const).map((language) => {
        const written = text[language][part] ?? '';
        const fault = faults.find(({ pointer }) => pointer === `/text/${language}/${part}`);
        const [have, most] = [countCharacters(written), mostCharacters(part)].map(format.count);
        return (
          <TextField
            key={language}
            label={`${texts.parts[part]} · ${texts.languages[language]}`}
            hint={texts.most(have ?? '', most ?? '')}
            {...(fault === undefined ? {} : { error: sayFault(fault) })}
            isOptional
            rows={rowsByPart[part] ?? 8}
            value={written}
            onChange={(value) => write(language, part, value)}
          />
        );
      })}
    </div>
  ));
}
