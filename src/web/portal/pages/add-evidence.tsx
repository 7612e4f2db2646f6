import type { FC } from 'hono/jsx';
import { Button } from '../../components/button/button.tsx';
import type { FieldProblem } from '../../components/error-summary/error-summary.tsx';
import { Notice } from '../../components/notice/notice.tsx';
import { TextField } from '../../components/text-field/text-field.tsx';
import type { Locale } from '../../layout.tsx';
import { claimantMessages } from '../../messages/claimant.ts';
import { portalMessages } from '../../messages/portal.ts';
import { EvidenceFields, type EvidenceKind } from './evidence-fields.tsx';

/** What a claimant was asked for: the kinds of documents in words, and why. */
export interface AskedView {
  /** codes of the kinds */
  readonly kinds: readonly string[];
  readonly texts: readonly string[];
  readonly reasonText?: string;
}

export interface AddEvidenceProps {
  readonly locale: Locale;
  readonly evidenceKinds: readonly EvidenceKind[];
  readonly problems: readonly FieldProblem[];
  /** absent while nothing is waited for */
  readonly asked?: AskedView;
}

const Asked: FC<{ locale: Locale; asked: AskedView }> = ({ locale, asked }) => {
  const said = claimantMessages(locale).status;
  return (
    <>
      <Notice
        title={said.askedTitle}
        lines={asked.reasonText === undefined ? asked.texts : [asked.reasonText, ...asked.texts]}
        tone="warning"
      />
      <p class="hint">{said.askedText}</p>
    </>
  );
};

/**
 * The form that adds documents to a filed claim. What was asked for comes first and is not called
 * optional; every other kind is behind a line that opens.
 */
export const AddEvidence: FC<AddEvidenceProps> = ({ locale, evidenceKinds, problems, asked }) => {
  const words = portalMessages(locale).status;
  const said = claimantMessages(locale).status;
  const isAsked = ({ code }: EvidenceKind): boolean => asked?.kinds.includes(code) === true;
  const others = evidenceKinds.filter((kind) => !isAsked(kind));
  const isOther = problems.some(({ fieldId }) =>
    others.some(({ code }) => fieldId === `file-${code}`),
  );
  const fields = { locale, problems };
  return (
    <section class="np">
      <h2>{words.addTitle}</h2>
      {asked === undefined ? (
        <p class="hint">{words.addHint}</p>
      ) : (
        <Asked locale={locale} asked={asked} />
      )}
      <form
        method="post"
        action={`/${locale}/status/evidence`}
        enctype="multipart/form-data"
        novalidate
      >
        {asked === undefined ? (
          <EvidenceFields {...fields} kinds={evidenceKinds} />
        ) : (
          <>
            <EvidenceFields {...fields} kinds={evidenceKinds.filter(isAsked)} isAsked />
            <TextField
              id="explanation"
              name="explanation"
              label={said.answerLabel}
              isLong
              value=""
              problem={problems.find(({ fieldId }) => fieldId === 'explanation')?.text}
            />
            {others.length === 0 ? null : (
              <details open={isOther}>
                <summary>{said.otherKinds}</summary>
                <EvidenceFields {...fields} kinds={others} />
              </details>
            )}
          </>
        )}
        <div class="acts">
          <Button text={words.addSubmit} isSecondary={asked === undefined} />
        </div>
      </form>
    </section>
  );
};
