import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign,
  timingSafeEqual,
  verify,
} from 'node:crypto';
import {
  accept,
  type Instant,
  instantFromEpochMs,
  type Outcome,
  refuse,
} from '../../kernel/index.ts';

/**
 * A key that messages between two servers are signed with, as text: `whsec_` and a shared secret,
 * `whsk_` and an Ed25519 seed, `whpk_` and an Ed25519 public key, each in base64.
 *
 * @source Standard Webhooks specification 1.0.0, "Signature scheme"
 */
export type WebhookKey = string;

/** Why a signed message is not believed. */
export interface SignatureRefusal {
  readonly code: 'message_unsigned' | 'message_too_old' | 'message_signature_differs';
}

/** The headers of a signed message. */
export interface WebhookHeaders {
  readonly 'webhook-id': string;
  readonly 'webhook-timestamp': string;
  readonly 'webhook-signature': string;
}

const seedPrefix = Buffer.from('302e020100300506032b657004220420', 'hex');
const publicPrefix = Buffer.from('302a300506032b6570032100', 'hex');
const toleranceMs = 5 * 60 * 1000;
const secretBytesMin = 24;

function bytesOf(key: WebhookKey): Buffer {
  return Buffer.from(key.slice(key.indexOf('_') + 1), 'base64');
}

function privateKeyOf(key: WebhookKey): KeyObject {
  const seed = bytesOf(key).subarray(0, 32);
  return createPrivateKey({ key: Buffer.concat([seedPrefix, seed]), format: 'der', type: 'pkcs8' });
}

function publicKeyOf(key: WebhookKey): KeyObject {
  if (key.startsWith('whsk_')) return createPublicKey(privateKeyOf(key));
  const der = Buffer.concat([publicPrefix, bytesOf(key)]);
  return createPublicKey({ key: der, format: 'der', type: 'spki' });
}

/** Tells whether a text is a key that messages can be signed or checked with. */
export function isWebhookKey(text: string): boolean {
  if (!/^wh(sec|sk|pk)_[A-Za-z0-9+/]+={0,2}$/.test(text)) return false;
  const { length } = bytesOf(text);
  if (text.startsWith('whsec_')) return length >= secretBytesMin && length <= 64;
  return text.startsWith('whpk_') ? length === 32 : length === 32 || length === 64;
}

/** Gives the key that the other side checks with: the public one, or the shared secret itself. */
export function checkingKeyOf(key: WebhookKey): WebhookKey {
  if (!key.startsWith('whsk_')) return key;
  const der = publicKeyOf(key).export({ format: 'der', type: 'spki' });
  return `whpk_${der.subarray(publicPrefix.length).toString('base64')}`;
}

function signWith(key: WebhookKey, content: Buffer): string {
  if (key.startsWith('whsk_')) {
    return `v1a,${sign(null, content, privateKeyOf(key)).toString('base64')}`;
  }
  return `v1,${createHmac('sha256', bytesOf(key)).update(content).digest('base64')}`;
}

function contentOf(id: string, seconds: string, body: Uint8Array | string): Buffer {
  return Buffer.concat([Buffer.from(`${id}.${seconds}.`), Buffer.from(body as string)]);
}

/**
 * Gives the headers of a signed message: one signature for each key, so that a key can be changed
 * without a message that the other side cannot check.
 *
 * @param message.id what the other side knows the message by, for ever: the same again is the same
 */
export function signWebhook(message: {
  readonly id: string;
  readonly at: Instant;
  readonly body: Uint8Array | string;
  readonly keys: readonly WebhookKey[];
}): WebhookHeaders {
  const seconds = Math.floor(message.at / 1000).toString();
  const content = contentOf(message.id, seconds, message.body);
  return {
    'webhook-id': message.id,
    'webhook-timestamp': seconds,
    'webhook-signature': message.keys.map((key) => signWith(key, content)).join(' '),
  };
}

function isSignedWith(key: WebhookKey, signature: string, content: Buffer): boolean {
  const [version, text = ''] = signature.split(',');
  const given = Buffer.from(text, 'base64');
  if (key.startsWith('whsec_')) {
    const right = createHmac('sha256', bytesOf(key)).update(content).digest();
    return version === 'v1' && given.length === right.length && timingSafeEqual(given, right);
  }
  return version === 'v1a' && given.length === 64 && verify(null, content, publicKeyOf(key), given);
}

/**
 * Decides whether a message is from somebody who has one of the keys. The bytes that came are
 * checked, never a text made of them anew. Refusals in order: a header missing or unreadable; made
 * more than five minutes before or after now; signed with none of the keys.
 *
 * @source Standard Webhooks specification 1.0.0, "Verifying signatures"
 */
export function verifyWebhook(message: {
  readonly headers: Readonly<Partial<WebhookHeaders>>;
  readonly body: Uint8Array | string;
  readonly keys: readonly WebhookKey[];
  readonly now: Instant;
}): Outcome<{ readonly id: string; readonly at: Instant }, SignatureRefusal> {
  const { headers, body, keys, now } = message;
  const id = headers['webhook-id'];
  const seconds = headers['webhook-timestamp'];
  const signatures = headers['webhook-signature'];
  const isWhole = /^[!-~]{1,200}$/.test(id ?? '') && /^\d{1,12}$/.test(seconds ?? '');
  if (id === undefined || seconds === undefined || signatures === undefined || !isWhole) {
    return refuse({ code: 'message_unsigned' });
  }
  const at = instantFromEpochMs(Number(seconds) * 1000);
  if (Math.abs(now - at) > toleranceMs) return refuse({ code: 'message_too_old' });
  const content = contentOf(id, seconds, body);
  const given = signatures.split(' ').slice(0, 10);
  const isRight = given.some((one) => keys.some((key) => isSignedWith(key, one, content)));
  return isRight ? accept({ id, at }) : refuse({ code: 'message_signature_differs' });
}
