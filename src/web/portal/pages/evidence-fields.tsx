import type { FC } from 'hono/jsx';
import type { FieldProblem } from '../../components/error-summary/error-summary.tsx';
import { FileField } from '../../components/file-field/file-field.tsx';
import type { Locale } from '../../layout.tsx';
import { portalMessages } from '../../messages/portal.ts';

/** A kind of document; the one the loss test reads is a table of sales. */
export interface EvidenceKind {
  readonly code: string;
  readonly text: string;
  readonly hint?: string;
  readonly isSales: boolean;
}

function hintOf(kind: EvidenceKind, locale: Locale): string {
  const words = portalMessages(locale).check;
  const limit = kind.isSales ? words.salesLimit('20 MB') : words.fileLimit('20 MB');
  const hint = kind.hint ?? (kind.isSales ? words.salesHint : '');
  return `${hint} ${limit}`.trim();
}

/** One file chooser per kind of document, several files each. */
export const EvidenceFields: FC<{
  locale: Locale;
  kinds: readonly EvidenceKind[];
  problems: readonly FieldProblem[];
}> = ({ locale, kinds, problems }) => {
  const words = portalMessages(locale);
  return (
    <>
      {kinds.map((kind) => (
        <FileField
          key={kind.code}
          id={`file-${kind.code}`}
          name={`file-${kind.code}`}
          label={kind.text}
          optionalText={words.form.optional}
          hint={hintOf(kind, locale)}
          accept={kind.isSales ? '.csv,text/csv' : '.pdf,.jpg,.jpeg,.png,.webp,.csv'}
          isMultiple={!kind.isSales}
          problem={problems.find(({ fieldId }) => fieldId === `file-${kind.code}`)?.text}
        />
      ))}
    </>
  );
};
