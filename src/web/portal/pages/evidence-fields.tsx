import type { FC } from 'hono/jsx';
import type { FieldProblem } from '../../components/error-summary/error-summary.tsx';
import { FileField } from '../../components/file-field/file-field.tsx';
import type { Locale } from '../../layout.tsx';
import { claimantMessages } from '../../messages/claimant.ts';
import { portalMessages } from '../../messages/portal.ts';

/** A kind of document; the one the loss test reads is a table of sales. */
export interface EvidenceKind {
  readonly code: string;
  readonly text: string;
  readonly hint?: string;
  readonly isSales: boolean;
}

interface Received {
  readonly uploadId: string;
  readonly kind: string;
  readonly filename: string;
}

const salesAccept = '.csv,.xlsx,.txt,text/csv';
const accept = '.pdf,.jpg,.jpeg,.png,.webp,.csv,.xlsx,image/jpeg,image/png,application/pdf';

function hintOf(kind: EvidenceKind, locale: Locale): string {
  const words = claimantMessages(locale).evidence;
  const hint = kind.hint ?? (kind.isSales ? words.salesHint : '');
  return `${hint} ${kind.isSales ? words.salesTakes : words.takes}`.trim();
}

/** The documents of one kind that were received, each with a button that takes it back. */
const ReceivedList: FC<{
  locale: Locale;
  received: readonly Received[];
  removeAction: string | undefined;
}> = ({ locale, received, removeAction }) => {
  const words = claimantMessages(locale).evidence;
  if (received.length === 0) return null;
  return (
    <ul class="got" aria-label={words.received}>
      {received.map(({ uploadId, filename }) => (
        <li key={uploadId}>
          <span>✓ {filename}</span>
          {removeAction === undefined ? null : (
            <button
              class="plain"
              type="submit"
              name="remove"
              value={uploadId}
              formaction={removeAction}
              aria-label={words.removeHint(filename)}
            >
              {words.remove}
            </button>
          )}
        </li>
      ))}
    </ul>
  );
};

/** One file chooser per kind of document, several files each, with what was received of it. */
export const EvidenceFields: FC<{
  locale: Locale;
  kinds: readonly EvidenceKind[];
  problems: readonly FieldProblem[];
  received?: readonly Received[];
  removeAction?: string;
  salesRemark?: string | undefined;
  /** these were asked for, so that they are not called optional */
  isAsked?: boolean;
}> = ({ locale, kinds, problems, received = [], removeAction, salesRemark, isAsked = false }) => {
  const words = portalMessages(locale);
  return (
    <>
      {kinds.map((kind) => (
        <div key={kind.code}>
          <FileField
            id={`file-${kind.code}`}
            name={`file-${kind.code}`}
            label={kind.text}
            optionalText={isAsked ? undefined : words.form.optional}
            hint={hintOf(kind, locale)}
            accept={kind.isSales ? salesAccept : accept}
            isMultiple={!kind.isSales}
            problem={problems.find(({ fieldId }) => fieldId === `file-${kind.code}`)?.text}
          />
          <ReceivedList
            locale={locale}
            received={received.filter((one) => one.kind === kind.code)}
            removeAction={removeAction}
          />
          {kind.isSales && salesRemark !== undefined ? <p class="err">{salesRemark}</p> : null}
        </div>
      ))}
    </>
  );
};
