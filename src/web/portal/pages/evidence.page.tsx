import type { FC } from 'hono/jsx';
import { Button } from '../../components/button/button.tsx';
import { ErrorSummary, type FieldProblem } from '../../components/error-summary/error-summary.tsx';
import { Notice } from '../../components/notice/notice.tsx';
import { Layout, type LayoutProps, type Locale } from '../../layout.tsx';
import { claimantMessages } from '../../messages/claimant.ts';
import { portalMessages } from '../../messages/portal.ts';
import { EvidenceFields, type EvidenceKind } from './evidence-fields.tsx';

/** A document that was received; `name` is its kind in the claimant's words. */
export interface ReceivedDocument {
  readonly uploadId: string;
  readonly kind: string;
  readonly filename: string;
}

export interface EvidencePageProps {
  readonly locale: Locale;
  readonly frame: Pick<LayoutProps, 'otherLocalePath' | 'help'>;
  readonly kinds: readonly EvidenceKind[];
  readonly received: readonly ReceivedDocument[];
  readonly problems: readonly FieldProblem[];
  /** why no loss can be worked out from the sales file that was received */
  readonly salesRemark?: string;
  readonly doneText?: string;
  readonly backHref: string;
  readonly action: string;
  /** where the script sends documents bit by bit: '/ko/uploads' */
  readonly uploadPath: string;
  readonly isSaved: boolean;
}

/**
 * The documents of a claim: choose, see what was received, take back. Works as a plain form; where
 * scripts run, a chosen document is sent at once, bit by bit, and goes on after a broken line.
 */
export const EvidencePage: FC<EvidencePageProps> = (props) => {
  const { locale, frame, kinds, received, problems, doneText, backHref, action, uploadPath } =
    props;
  const { isSaved } = props;
  const saving = claimantMessages(locale).save;
  const words = claimantMessages(locale).evidence;
  const layout = portalMessages(locale);
  return (
    <Layout locale={locale} title={words.title} hasErrors={problems.length > 0} {...frame}>
      <a class="back" href={backHref}>
        {layout.layout.back}
      </a>
      <ErrorSummary title={layout.form.summaryTitle} problems={problems} />
      <h1>{words.title}</h1>
      <p>{words.lead}</p>
      {doneText === undefined ? null : <Notice title={doneText} lines={[]} tone="good" />}
      <form
        method="post"
        action={action}
        enctype="multipart/form-data"
        novalidate
        id="documents"
        data-path={uploadPath}
        data-sending={words.script.sending}
        data-waiting={words.script.waiting}
        data-done={words.script.done}
      >
        <EvidenceFields
          locale={locale}
          kinds={kinds}
          problems={problems}
          received={received}
          salesRemark={props.salesRemark}
          removeAction={`${action}/remove`}
        />
        <p class="hint">{words.private}</p>
        <div class="acts">
          <Button text={words.next} name="go" value="next" />
          <Button text={words.choose} name="go" value="stay" isSecondary />
        </div>
        <p class="later">
          {isSaved ? (
            <span class="soft">✓ {saving.isSaved}</span>
          ) : (
            <button class="plain" type="submit" name="go" value="save">
              {saving.link}
            </button>
          )}
        </p>
      </form>
      <script src="/assets/upload.js" defer></script>
    </Layout>
  );
};
