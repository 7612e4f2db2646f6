import type { z } from 'zod';
import type { Instant } from '../../../kernel/index.ts';
import {
  type Context,
  openServerPost,
  PlatformError,
  type ServerAnswer,
  signWebhook,
} from '../../../platform/index.ts';
import { listUsableKeys } from './app-key-store.ts';

/** An answer that says so plainly took nothing: it may be asked again later. */
export class AppBusy extends Error {}

function readJson<S extends z.ZodType>(schema: S, answer: ServerAnswer): z.output<S> | undefined {
  if (
    answer.status === 429 ||
    (answer.status === 503 && answer.headers['retry-after'] !== undefined)
  ) {
    throw new AppBusy();
  }
  if (answer.status < 200 || answer.status > 299) return undefined;
  try {
    const parsed = schema.safeParse(JSON.parse(answer.body.toString('utf8')));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

function isUnanswered(error: unknown): boolean {
  return error instanceof PlatformError && error.code === 'outside_unanswered';
}

/** What a call throws whose answer cannot be read. */
export function answerLost(name: string): PlatformError {
  const message = `${name}: the app gave no answer that can be read`;
  return new PlatformError('rail_answer_lost', { message, retryable: true });
}

/** A message to the app, with the id it is known by for ever. */
export interface AppMessage {
  readonly id: string;
  readonly at: Instant;
  readonly body: string;
}

/** A way to ask the app: gives its answer as far as it is of the shape expected. */
export type AskApp = <S extends z.ZodType>(
  schema: S,
  message: AppMessage,
) => Promise<z.output<S> | undefined>;

/**
 * Opens the way to ask an app by signed messages; its keys are read once, at the first message.
 *
 * @throws AppBusy when the app says plainly that it takes nothing now
 */
export function openAsking(options: {
  readonly ctx: Context;
  readonly name: string;
  readonly url: string;
}): AskApp {
  const { ctx, name, url } = options;
  const outbound = ctx.outside.serverPost ?? openServerPost();
  const loadKeys = () => ctx.read((tx) => listUsableKeys(tx, ctx, { rail: name, purpose: 'sign' }));
  let loading: ReturnType<typeof loadKeys> | undefined;
  return async (schema, message) => {
    loading ??= loadKeys();
    const keys = await loading;
    if (keys.length === 0) {
      const text = `${name} has no key to sign with; make one with: amends rail key ${name}`;
      throw new PlatformError('rail_key_missing', { message: text });
    }
    const headers = { 'content-type': 'application/json', ...signWebhook({ ...message, keys }) };
    const posted = await outbound
      .post({ url, headers, body: message.body })
      .catch((error: unknown) => {
        if (isUnanswered(error)) return undefined;
        throw error;
      });
    return posted === undefined ? undefined : readJson(schema, posted);
  };
}
