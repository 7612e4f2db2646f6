import type { FC } from 'hono/jsx';
import { channels, type StoredSubscriber, topics } from '../../../disclosure/notices/index.ts';
import { subscriptionMessages } from '../../messages/notices.ts';
import { refusalSentence } from '../../messages/refusals.ts';
import { type Locale, localized, PublicLayout } from '../public-layout.tsx';

/** A function that can be chosen; `id` is `service.function`. */
export interface ChoosableComponent {
  readonly id: string;
  readonly name: string;
}

/** What was typed, so that nobody types twice. */
export interface TypedSubscription {
  readonly channel: string;
  readonly contact: string;
  readonly topics: readonly string[];
  readonly components: readonly string[];
}

type Chosen = Pick<TypedSubscription, 'topics' | 'components'>;

/** What is wrong, said beside what it is about. */
const Problem: FC<{ id: string; code: string; locale: Locale }> = ({ id, code, locale }) => (
  <p class="err" id={id} role="alert">
    {refusalSentence({ code }, locale)}
  </p>
);

const Choices: FC<{
  locale: Locale;
  components: readonly ChoosableComponent[];
  chosen: Chosen;
  problem?: string | undefined;
}> = ({ locale, components, chosen, problem }) => {
  const words = subscriptionMessages(locale);
  return (
    <>
      <fieldset class="ask" aria-describedby={problem === undefined ? undefined : 'topics-error'}>
        <legend class="lab">{words.topicsLabel}</legend>
        {problem === undefined ? null : (
          <Problem id="topics-error" code={problem} locale={locale} />
        )}
        {topics.map((topic) => (
          <label class="tick" key={topic}>
            <input
              type="checkbox"
              name="topics"
              value={topic}
              checked={chosen.topics.includes(topic)}
            />
            {words.topics[topic]}
          </label>
        ))}
      </fieldset>
      {components.length === 0 ? null : (
        <details open={chosen.components.length > 0}>
          <summary>{words.someComponents}</summary>
          <fieldset class="ask">
            <legend class="soft">{words.componentsHint}</legend>
            {components.map(({ id, name }) => (
              <label class="tick" key={id}>
                <input
                  type="checkbox"
                  name="components"
                  value={id}
                  checked={chosen.components.includes(id)}
                />
                {name}
              </label>
            ))}
          </fieldset>
        </details>
      )}
    </>
  );
};

/** Feeds for readers that ask by themselves: of everything, of each kind of news and each service. */
const Feeds: FC<{ locale: Locale; components: readonly ChoosableComponent[] }> = (props) => {
  const { locale, components } = props;
  const words = subscriptionMessages(locale);
  const [atom, rss] = ['/public/feed.atom', '/public/feed.rss'].map((at) => localized(at, locale));
  return (
    <>
      <h2>{words.feedsTitle}</h2>
      <p>
        {words.feedsText} <a href={atom}>Atom</a> · <a href={rss}>RSS</a>
      </p>
      <details>
        <summary>{words.topicFeeds}</summary>
        <ul>
          {topics.map((topic) => (
            <li key={topic}>
              {words.topics[topic]}: <a href={`${atom}&topic=${topic}`}>Atom</a> ·{' '}
              <a href={`${rss}&topic=${topic}`}>RSS</a>
            </li>
          ))}
        </ul>
      </details>
      {components.length === 0 ? null : (
        <details>
          <summary>{words.someFeeds}</summary>
          <ul>
            {components.map(({ id, name }) => (
              <li key={id}>
                <a href={`${atom}&component=${id}`}>{name}</a>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
};

/** The page on which anybody asks to be told. */
export const SubscribePage: FC<{
  locale: Locale;
  components: readonly ChoosableComponent[];
  typed?: TypedSubscription;
  refusal?: { readonly code: string };
}> = ({ locale, components, typed, refusal }) => {
  const words = subscriptionMessages(locale);
  const chosen = typed ?? { channel: 'mail', contact: '', topics: [...topics], components: [] };
  const isOfTopics = refusal?.code === 'no_topic_chosen';
  const ofContact = isOfTopics ? undefined : refusal;
  return (
    <PublicLayout locale={locale} title={words.subscribeTitle} path="/public/subscribe">
      <h1>{words.subscribeTitle}</h1>
      <p>{words.subscribeLead}</p>
      <form method="post" action={localized('/public/subscribe', locale)}>
        <fieldset class="ask">
          <legend class="lab">{words.channelLabel}</legend>
          {channels.map((channel) => (
            <label class="tick" key={channel}>
              <input
                type="radio"
                name="channel"
                value={channel}
                checked={chosen.channel === channel}
              />
              {words.channels[channel]}
            </label>
          ))}
        </fieldset>
        <label class="lab" for="contact">
          {words.contactLabel}
        </label>
        <p class="soft" id="contact-hint">
          {words.contactHint}
        </p>
        {ofContact === undefined ? null : (
          <p class="err" id="contact-error" role="alert">
            {refusalSentence(ofContact, locale)}
          </p>
        )}
        <input
          id="contact"
          name="contact"
          value={chosen.contact}
          autocomplete="email"
          aria-describedby={ofContact === undefined ? 'contact-hint' : 'contact-error contact-hint'}
          aria-invalid={ofContact === undefined ? undefined : 'true'}
        />
        <Choices
          locale={locale}
          components={components}
          chosen={chosen}
          problem={isOfTopics ? refusal.code : undefined}
        />
        <button class="btn" type="submit">
          {words.ask}
        </button>
      </form>
      <Feeds locale={locale} components={components} />
    </PublicLayout>
  );
};

/** The page after asking: the same whoever asked for whatever contact. */
export const AskedPage: FC<{ locale: Locale }> = ({ locale }) => {
  const words = subscriptionMessages(locale);
  return (
    <PublicLayout locale={locale} title={words.askedTitle} path="/public/subscribe">
      <h1>{words.askedTitle}</h1>
      <p>{words.askedText}</p>
    </PublicLayout>
  );
};

const Act: FC<{ action: string; name: string; label: string; isPlain?: boolean }> = (props) => (
  <form method="post" action={props.action}>
    <input type="hidden" name="do" value={props.name} />
    <button class={props.isPlain === true ? 'btn two' : 'btn'} type="submit">
      {props.label}
    </button>
  </form>
);

/** The page of one subscription, opened by its link. */
export const SubscriptionPage: FC<{
  locale: Locale;
  token: string;
  /** with the contact masked */
  contact: string;
  subscriber: StoredSubscriber;
  components: readonly ChoosableComponent[];
  done?: 'confirm' | 'choose' | undefined;
}> = ({ locale, token, contact, subscriber, components, done }) => {
  const words = subscriptionMessages(locale);
  const path = `/public/subscription/${token}`;
  const action = localized(path, locale);
  const { state, reach } = subscriber;
  const isConfirmed = state === 'confirmed';
  const titles = { confirm: words.confirmedTitle, choose: words.savedTitle };
  const title = done === undefined ? words.manageTitle : titles[done];
  return (
    <PublicLayout locale={locale} title={title} path={path}>
      <h1>{title}</h1>
      <p>{words.manageOf(contact)}</p>
      {state === 'asked' ? (
        <>
          <p>{words.confirmText}</p>
          <Act action={action} name="confirm" label={words.confirm} />
        </>
      ) : null}
      {state === 'disabled' ? (
        <>
          <p>{words.disabledText}</p>
          <Act action={action} name="confirm" label={words.restart} />
        </>
      ) : null}
      {isConfirmed && reach?.secret !== undefined ? (
        <>
          <h2>{words.secretTitle}</h2>
          <p>{words.secretText}</p>
          <p class="mono">{reach.secret}</p>
        </>
      ) : null}
      {isConfirmed ? (
        <form method="post" action={action}>
          <input type="hidden" name="do" value="choose" />
          <Choices locale={locale} components={components} chosen={subscriber} />
          <button class="btn" type="submit">
            {words.save}
          </button>
        </form>
      ) : null}
      <Act action={action} name="leave" label={words.leave} isPlain />
    </PublicLayout>
  );
};

/** The page after leaving, or of a link that belongs to nothing. */
export const EndedPage: FC<{ locale: Locale; isLeft: boolean }> = ({ locale, isLeft }) => {
  const words = subscriptionMessages(locale);
  const title = isLeft ? words.leftTitle : words.goneTitle;
  return (
    <PublicLayout locale={locale} title={title} path="/public/subscribe">
      <h1>{title}</h1>
      <p>{isLeft ? words.leftText : words.goneText}</p>
      <p>
        <a href={localized('/public/subscribe', locale)}>{words.again}</a>
      </p>
    </PublicLayout>
  );
};
