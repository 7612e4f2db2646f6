import type { FC } from 'hono/jsx';
import type { Locale } from '../../layout.tsx';
import { portalMessages } from '../../messages/portal.ts';

/** Where the script that keeps a claim is served. */
export const keeperScriptPath = '/assets/keep-claim.js';

/**
 * Keeps a page of the form while the device is not connected: sending it would end at the browser's own
 * error page, and what was written would be gone. Without scripts it is an empty place.
 */
export const PageKeeper: FC<{ locale: Locale; formId: string }> = ({ locale, formId }) => (
  <>
    <p
      id="page-keeper"
      role="status"
      class="note warn"
      hidden
      data-form={formId}
      data-offline={portalMessages(locale).keeper.offline}
    />
    <script type="module" src={keeperScriptPath} />
  </>
);

/**
 * Keeps a form that files a claim: when the server cannot be reached or gives a ticket, its script
 * holds on to what the form contains, says so here, and sends it again until it is filed. Without
 * scripts it is an empty place, and the form works as any form.
 *
 * @param props.isAtOnce sends by itself; otherwise when the form is sent
 */
export const Keeper: FC<{ locale: Locale; formId: string; isAtOnce?: boolean }> = (props) => {
  const { locale, formId, isAtOnce = false } = props;
  const { sending, unreachable, ticketed } = portalMessages(locale).keeper;
  return (
    <>
      <p
        id="keeper"
        role="status"
        class="note"
        hidden
        data-form={formId}
        data-at-once={String(isAtOnce)}
        data-words={JSON.stringify({ sending, unreachable, ticketed })}
      />
      <script type="module" src={keeperScriptPath} />
    </>
  );
};
