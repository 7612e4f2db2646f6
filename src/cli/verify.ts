import { Command } from 'commander';
import {
  type NoteKey,
  parseBase64,
  parseNoteKey,
  type ReceiptCheck,
  type ReceiptCheckCode,
  type ReceiptVerdict,
  verifyReceipt,
} from '../disclosure/index.ts';
import type { JsonValue } from '../kernel/index.ts';
import { CommandExit, exitCode } from './shell/exit.ts';
import { explainUnreadable } from './shell/explain-unreadable.ts';
import { openNamed } from './shell/read-named.ts';

const fileBytesMax = 1_000_000;

const sentences: Readonly<Record<ReceiptCheckCode, string>> = {
  receipt_readable: 'The file has the form of a receipt',
  claim_number_right: 'The claim number has its right check character',
  content_matches: 'The content hash is that of the claim text given',
  commitment_matches: 'The commitment is the hash of salt and content hash',
  key_expected: 'The receipt names the log and key that were given',
  promise_signed: 'The promise of inclusion is signed by the key in the receipt',
  promise_dated: 'The promised time is after the time of filing',
  checkpoint_signed: 'The checkpoint is signed by the same key',
  checkpoint_covers: 'The checkpoint is of the tree the proof is for, and covers the claim',
  included_in_log: 'The inclusion proof leads from the claim to the root of the checkpoint',
  ticket_readable: 'The file has the form of a ticket',
  ticket_signed: 'The ticket is signed by the key in it',
  ticket_dated: 'It may be redeemed until a time after it was given',
};

const marks = { passed: 'ok   ', failed: 'WRONG', not_made: '-    ' } as const;

const reasonsNotMade: Readonly<Partial<Record<ReceiptCheckCode, string>>> = {
  content_matches: 'not checked: give the claim with --content',
  key_expected: 'not checked: give the key you trust with --key; the receipt vouches for itself',
};

function renderCheck({ code, status, detail }: ReceiptCheck): string {
  const reason =
    status === 'not_made'
      ? (reasonsNotMade[code] ?? 'not checked: the proof is not there')
      : detail;
  return `  ${marks[status]}  ${sentences[code]}${reason === undefined ? '' : ` (${reason})`}`;
}

const conclusions: Readonly<Record<ReceiptVerdict['verdict'], string>> = {
  proved: 'PROVED: the claim is in the log that the checkpoint signs.',
  promised:
    'PROMISED: the operator signed that the claim will be in the log; the receipt has no proof of it yet. Download it again to get the proof.',
  ticketed:
    'TICKETED: the operator signed that the claim was sent at that time. It is not filed yet: send the claim again with this ticket.',
  refused: 'REFUSED: at least one check failed; this file proves nothing.',
};

async function readText(path: string): Promise<string> {
  try {
    return await openNamed(path, fileBytesMax);
  } catch (error) {
    const reason = explainUnreadable(error);
    throw new CommandExit(
      `${path} cannot be read: ${reason}. Give the receipt file, of a few kilobytes, as it was downloaded.`,
      exitCode.wrongInput,
    );
  }
}

async function readJson(path: string): Promise<unknown> {
  const text = await readText(path);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandExit(
      `${path} is not JSON: ${reason}. Give the receipt file as it was downloaded, unchanged.`,
      exitCode.wrongInput,
    );
  }
}

/** Reads `name+id+base64`, or `name=base64` of the bare 32 bytes. */
function readKey(text: string): NoteKey {
  const key = parseNoteKey(text);
  if (key !== undefined) return key;
  const [, name, encoded] = /^([^\s+=]+)=([A-Za-z0-9+/]+=)$/.exec(text) ?? [];
  const publicKey = encoded === undefined ? undefined : parseBase64(encoded, 32);
  if (name !== undefined && publicKey !== undefined) return { name, publicKey };
  throw new CommandExit(
    `--key "${text}" is not a log's key. It looks like amends.local/log+1a2b3c4d+AbCd…= and stands on the public page of the log.`,
    exitCode.wrongInput,
  );
}

async function verify(
  path: string,
  options: { key?: string; content?: string; json?: boolean },
): Promise<void> {
  const key = options.key === undefined ? undefined : readKey(options.key);
  const receipt = await readJson(path);
  const content =
    options.content === undefined ? undefined : ((await readJson(options.content)) as JsonValue);
  const verdict = verifyReceipt(receipt, {
    ...(key === undefined ? {} : { key }),
    ...(content === undefined ? {} : { content }),
  });
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify({ file: path, ...verdict }, null, 2)}\n`);
  } else {
    const lines = [path, ...verdict.checks.map(renderCheck), conclusions[verdict.verdict]];
    process.stdout.write(`${lines.join('\n')}\n`);
  }
  const isUnreadable = verdict.checks[0]?.status === 'failed';
  if (isUnreadable) throw new CommandExit('', exitCode.wrongInput);
  if (verdict.verdict === 'refused') throw new CommandExit('', exitCode.failed);
}

/**
 * `amends verify RECEIPT`: checks a receipt or a ticket offline, without a database or a network.
 *
 * Exit codes: 0 proved, promised or ticketed, 1 a check failed, 2 neither a receipt nor a ticket, or
 * wrong options.
 */
export function verifyCommand(): Command {
  return new Command('verify')
    .description('check a receipt or a ticket offline')
    .argument('<receipt>', 'the file of the receipt or ticket (JSON)')
    .option('--key <key>', "the log's public key from a place you trust: name+id+base64")
    .option('--content <file>', 'the canonical claim (JSON), to compare with the receipt')
    .option('--json', 'print one JSON document')
    .action(verify);
}
