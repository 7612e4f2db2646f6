// The command line of verify.mjs; `node check.mjs` says how to call it.
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { checkLogEntries, checkReceipt, openCheckpoint, readKey } from './verify.mjs';

const usage = `Checks a receipt, or a whole transparency log, without the rest of Amends.
  node check.mjs RECEIPT.json --key KEY [--content CLAIM.json] [--witness KEY]…
  node check.mjs --log URL-OR-FOLDER --key KEY [--witness KEY]…
KEY is the line name+id+base64 of the log or of a witness, from a place you trust.
Ends with 0 when all was found right, 1 when not, 2 when it was asked wrongly.`;
const text = { type: 'string' };
const options = { key: text, content: text, log: text, witness: { ...text, multiple: true } };

const readJson = async (path) => JSON.parse(await readFile(path, 'utf8'));

async function readFrom(log, path) {
  if (!/^https?:/.test(log)) return readFile(`${log}/${path}`);
  const answer = await fetch(`${log}/${path}`);
  if (!answer.ok) throw new Error(`${log}/${path} answered ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}

async function check({ key: line, log, content, path }) {
  const key = await readKey(line);
  if (log !== undefined) {
    const { size } = await checkLogEntries((part) => readFrom(log, part), { key });
    console.log(`right  the ${size} entries come to the root that ${key.name} signed`);
    return new TextDecoder().decode(await readFrom(log, 'checkpoint'));
  }
  const receipt = await readJson(path);
  const claim = content === undefined ? undefined : await readJson(content);
  const verdict = await checkReceipt(receipt, { key, content: claim });
  console.log(`right  claim ${receipt.claimNumber} is ${verdict} by ${key.name}`);
  return receipt.log?.checkpoint ?? '';
}

try {
  const { values, positionals } = parseArgs({ allowPositionals: true, options });
  const isAsked = (values.log === undefined) === (positionals.length === 1);
  if (values.key === undefined || !isAsked) throw new Error(usage);
  const note = await check({ ...values, path: positionals[0] });
  for (const witness of await Promise.all((values.witness ?? []).map(readKey))) {
    await openCheckpoint(note, witness);
    console.log(`right  the witness ${witness.name} signed the checkpoint too`);
  }
} catch (error) {
  const isAskedWrongly = error.message === usage || error.code?.startsWith('ERR_PARSE_ARGS');
  process.exitCode = isAskedWrongly ? 2 : 1;
  console.error(isAskedWrongly ? error.message : `WRONG  ${error.message}`);
}
