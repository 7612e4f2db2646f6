// Checks the receipts and the transparency log of Amends with nothing but this file: it shares no
// code with the rest, has no dependencies, and runs in Node 20 and newer and in a browser.
// Rules: RFC 9162 section 2.1, RFC 8032, RFC 8785, C2SP signed-note, tlog-checkpoint,
// tlog-cosignature and tlog-tiles, and docs/records/entry.md. Every function throws an Error with
// a sentence when a check fails; binary fields of a receipt are base64.

const bytesOf = (text) => new TextEncoder().encode(text);
const textOf = (bytes) => new TextDecoder('utf-8', { fatal: true }).decode(bytes);

function demand(condition, sentence) {
  if (!condition) throw new Error(sentence);
}

const join = (...parts) => Uint8Array.from(parts.flatMap((part) => Array.from(part)));

function parseBase64(text, length) {
  demand(typeof text === 'string', `found ${typeof text} where base64 should stand`);
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const isExact = renderBase64(bytes) === text && (length === undefined || bytes.length === length);
  demand(isExact, `"${text.slice(0, 60)}" is not base64 of ${length ?? 'any number of'} bytes`);
  return bytes;
}

const renderBase64 = (bytes) => btoa(String.fromCharCode(...bytes));
const isSame = (left, right) => renderBase64(left) === renderBase64(right);

const sha256 = async (...parts) =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', join(...parts)));

/** The hash of an entry (RFC 9162 2.1.1). */
export const hashLeaf = (entry) => sha256(Uint8Array.of(0), entry);
const hashPair = (left, right) => sha256(Uint8Array.of(1), left, right);

async function isSigned(message, signature, publicKey) {
  const key = await crypto.subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify']);
  return crypto.subtle.verify('Ed25519', key, signature, message);
}

/** The one text of a JSON value that is hashed (RFC 8785). */
export function canonicalJson(value) {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const fields = Object.keys(value).sort();
  return `{${fields.map((name) => `${JSON.stringify(name)}:${canonicalJson(value[name])}`).join(',')}}`;
}

// ——— Merkle tree: the recursive definitions of the RFC, read backwards ———

function splitOf(size) {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

async function climb(leaf, { index, size }, proof) {
  if (size === 1) return leaf;
  const split = splitOf(size);
  const sibling = proof.pop();
  demand(sibling !== undefined, 'the inclusion proof has too few hashes');
  if (index < split) return hashPair(await climb(leaf, { index, size: split }, proof), sibling);
  const right = { index: index - split, size: size - split };
  return hashPair(sibling, await climb(leaf, right, proof));
}

/** Demands that a leaf stands at an index of the tree with this size and root. */
export async function checkInclusion({ leafHash, leafIndex, treeSize, root, proof }) {
  const areSizes = [leafIndex, treeSize].every(Number.isSafeInteger);
  demand(areSizes && leafIndex >= 0 && leafIndex < treeSize, 'the index is outside of the tree');
  demand(
    [leafHash, root, ...proof].every(({ length }) => length === 32),
    'a hash has 32 bytes',
  );
  const rest = [...proof];
  const found = await climb(leafHash, { index: leafIndex, size: treeSize }, rest);
  demand(rest.length === 0, 'the inclusion proof has too many hashes');
  demand(isSame(found, root), 'the inclusion proof leads to another root than the checkpoint’s');
}

async function compare({ first, second, known }, proof) {
  const sibling = first === second && known !== undefined ? known : proof.pop();
  demand(sibling !== undefined, 'the consistency proof has too few hashes');
  if (first === second) return [sibling, sibling];
  const split = splitOf(second);
  if (first <= split) {
    const [older, newer] = await compare({ first, second: split, known }, proof);
    return [older, await hashPair(newer, sibling)];
  }
  const [older, newer] = await compare({ first: first - split, second: second - split }, proof);
  return [await hashPair(sibling, older), await hashPair(sibling, newer)];
}

/** Demands that the first tree is the beginning of the second: nothing was changed or removed. */
export async function checkConsistency({ firstSize, secondSize, firstRoot, secondRoot, proof }) {
  const areSizes = [firstSize, secondSize].every(Number.isSafeInteger);
  demand(areSizes && firstSize > 0 && firstSize <= secondSize, 'the trees are out of order');
  const isSameTree = firstSize === secondSize && proof.length === 0;
  const areHashes = [firstRoot, secondRoot, ...proof].every(({ length }) => length === 32);
  demand(isSameTree || areHashes, 'a hash has 32 bytes');
  const rest = [...proof];
  const [older, newer] = await compare(
    { first: firstSize, second: secondSize, known: firstRoot },
    rest,
  );
  demand(rest.length === 0, 'the consistency proof has too many hashes');
  demand(isSame(older, firstRoot) && isSame(newer, secondRoot), 'the log was rewritten');
}

// ——— Signed notes ———

/** Reads a key line, `name+id+base64`: an Ed25519 log key (type 1) or a witness key (type 4). */
export async function readKey(line) {
  const [, name, id, encoded] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(line) ?? [];
  demand(name !== undefined, `"${line}" is not a key; one looks like name+1a2b3c4d+AbCd…=`);
  const typed = parseBase64(encoded, 33);
  demand(typed[0] === 1 || typed[0] === 4, `the key of ${name} is not for Ed25519`);
  const keyId = (await sha256(bytesOf(`${name}\n`), typed)).slice(0, 4);
  const hex = Array.from(keyId, (byte) => byte.toString(16).padStart(2, '0')).join('');
  demand(hex === id, `the id of the key of ${name} should be ${hex}, and is ${id}`);
  return { name, keyId, isWitness: typed[0] === 4, publicKey: typed.slice(1) };
}

async function isSignatureOf(key, text, signature) {
  if (!key.isWitness) return isSigned(bytesOf(text), signature, key.publicKey);
  const seconds = new DataView(signature.buffer, signature.byteOffset).getBigUint64(0);
  const message = bytesOf(`cosignature/v1\ntime ${seconds}\n${text}`);
  return isSigned(message, signature.slice(8), key.publicKey);
}

/** Demands that the key signed a note. @returns its text, up to the empty line */
async function checkSignatures(note, key) {
  const split = note.lastIndexOf('\n\n');
  demand(split > 0 && note.endsWith('\n'), 'what was signed is not a signed note');
  const text = note.slice(0, split + 1);
  const own = note
    .slice(split + 2, -1)
    .split('\n')
    .flatMap((line) => {
      const [, name, encoded] = /^— ([^ ]+) ([A-Za-z0-9+/=]+)$/.exec(line) ?? [];
      demand(name !== undefined, 'a line of signature is malformed');
      const bytes = parseBase64(encoded);
      return name === key.name && isSame(bytes.slice(0, 4), key.keyId) ? [bytes.slice(4)] : [];
    });
  demand(own.length > 0, `${key.name} did not sign it`);
  for (const signature of own) {
    demand(await isSignatureOf(key, text, signature), `the signature of ${key.name} is wrong`);
  }
  return text;
}

/** Reads a checkpoint that the key signed. @returns its origin, size and root */
export async function openCheckpoint(note, key) {
  const [origin, size, root] = (await checkSignatures(note, key)).split('\n');
  demand(/^(0|[1-9]\d{0,15})$/.test(size), `the checkpoint’s size is "${size}"`);
  demand(key.isWitness || origin === key.name, `the checkpoint is of ${origin}, not ${key.name}`);
  return { origin, size: Number(size), root: parseBase64(root, 32) };
}

// ——— Receipts ———

/** Demands a right check character of a claim number (a weighted sum in GF(32)). */
function checkNumber(claimNumber) {
  demand(/^[^-]{4}-[^-]{4}-[^-]{2}$/.test(claimNumber), `"${claimNumber}" is no claim number`);
  const digits = Array.from(claimNumber.replaceAll('-', ''), (character) =>
    '0123456789ABCDEFGHJKMNPQRSTVWXYZ'.indexOf(character),
  );
  const sum = digits.reduce((so, digit) => (so << 1) ^ (so > 15 ? 0b100101 : 0) ^ digit, 1);
  demand(!digits.includes(-1) && sum === 0, `"${claimNumber}" is mistyped: its check is wrong`);
}

async function checkLog({ log, commitment }, key) {
  const checkpoint = await openCheckpoint(log.checkpoint, key);
  demand(checkpoint.size === log.treeSize, 'the proof is for a tree of another size');
  const leafHash = await hashLeaf(bytesOf(canonicalJson({ commitment, kind: 'claim_submitted' })));
  const proof = log.inclusionProof.map((hash) => parseBase64(hash, 32));
  const { root } = checkpoint;
  const { leafIndex, treeSize } = log;
  await checkInclusion({ leafHash, leafIndex, treeSize, root, proof });
}

/**
 * Checks a receipt against the log's key, which you have from a place you trust.
 *
 * @param options.content what was claimed, to compare with the hash in the receipt; may be absent
 * @returns 'proved' (in the log), or 'promised' (signed to be included; the proof is not there yet)
 */
export async function checkReceipt(receipt, { key, content }) {
  demand(receipt?.format === 'amends-receipt/1', 'this is not a receipt of form amends-receipt/1');
  checkNumber(receipt.claimNumber);
  const contentHash = parseBase64(receipt.contentHash, 32);
  if (content !== undefined) {
    const found = await sha256(bytesOf(canonicalJson(content)));
    demand(isSame(found, contentHash), 'the claim is not the one this receipt was given for');
  }
  const commitment = await sha256(parseBase64(receipt.salt, 32), contentHash);
  const isCommitted = isSame(commitment, parseBase64(receipt.commitment, 32));
  demand(isCommitted, 'the commitment is not the hash of salt and content hash');
  const { origin, includeBy, publicKey, signature } = receipt.promise;
  const isKey = origin === key.name && isSame(parseBase64(publicKey, 32), key.publicKey);
  demand(isKey, `the receipt is of ${origin}, and not signed by the key you gave`);
  const { format, claimNumber, incident, submittedAt } = receipt;
  const signed = { format, claimNumber, incident, submittedAt, commitment: receipt.commitment };
  const message = bytesOf(canonicalJson({ ...signed, origin, includeBy }));
  const isPromised = await isSigned(message, parseBase64(signature, 64), key.publicKey);
  demand(isPromised, 'the promise is not signed by the key, or was changed');
  demand(Date.parse(includeBy) > Date.parse(submittedAt), 'the promise was due before the filing');
  if (receipt.log === undefined) return 'promised';
  await checkLog(receipt, key);
  return 'proved';
}

/**
 * Checks a published report: its bytes have the hash in the signed note, and that hash is in the log.
 *
 * @param text the report exactly as it was downloaded
 * @param proof what was published beside it: note, leaf, leafIndex, treeSize, inclusionProof, checkpoint
 * @returns 'published'
 */
export async function checkReport(text, proof, key) {
  const digest = await sha256(bytesOf(text));
  const hash = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const leaf = JSON.parse(proof.leaf);
  demand(leaf.kind === 'report_published' && leaf.hash === hash, 'the proof is of another report');
  demand(proof.checkpoint !== null, 'no checkpoint covers the report yet; take the proof again');
  if (proof.note !== null) {
    const end = proof.note.lastIndexOf('\n\n') + 1;
    const said = `version ${leaf.version}\nsha256 ${hash}\n`;
    demand(proof.note.slice(0, end).endsWith(said), 'the signed note is of another report');
    await checkSignatures(proof.note, key);
  }
  const { size: treeSize, root } = await openCheckpoint(proof.checkpoint, key);
  demand(treeSize === proof.treeSize, 'the proof is for a tree of another size');
  const hashes = proof.inclusionProof.map((one) => parseBase64(one, 32));
  const leafHash = await hashLeaf(bytesOf(proof.leaf));
  const { leafIndex } = proof;
  await checkInclusion({ leafHash, leafIndex, treeSize, root, proof: hashes });
  return 'published';
}

// ——— The whole log ———

function tilePath(index) {
  const groups = [String(index % 1000).padStart(3, '0')];
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    groups.unshift(`x${String(rest % 1000).padStart(3, '0')}`);
  }
  return `tile/entries/${groups.join('/')}`;
}

function* entriesOf(bundle) {
  for (let at = 0; at < bundle.length; ) {
    const length = (bundle[at] << 8) | bundle[at + 1];
    const entry = bundle.slice(at + 2, at + 2 + length);
    demand(entry.length === length, 'a bundle of entries is cut off');
    yield entry;
    at += 2 + length;
  }
}

async function addLeaf(peaks, leafHash) {
  let node = { size: 1, hash: leafHash };
  while (peaks.at(-1)?.size === node.size) {
    node = { size: node.size * 2, hash: await hashPair(peaks.pop().hash, node.hash) };
  }
  peaks.push(node);
}

/**
 * Reads every entry of a log and recomputes its root.
 *
 * @param read gives the bytes of a path below the log: `checkpoint`, `tile/entries/000` …
 * @param onEntry hears each entry's bytes and index, to recount what it says
 * @returns the checkpoint, once the entries come to its root
 */
export async function checkLogEntries(read, { key, onEntry = () => undefined }) {
  const checkpoint = await openCheckpoint(textOf(await read('checkpoint')), key);
  const peaks = [];
  let index = 0;
  for (let tile = 0; tile * 256 < checkpoint.size; tile += 1) {
    const width = Math.min(256, checkpoint.size - tile * 256);
    const path = tilePath(tile) + (width < 256 ? `.p/${width}` : '');
    for (const entry of entriesOf(await read(path))) {
      await addLeaf(peaks, await hashLeaf(entry));
      onEntry(entry, index);
      index += 1;
    }
  }
  demand(index === checkpoint.size, `the tiles hold ${index} entries, not ${checkpoint.size}`);
  let root = peaks.pop()?.hash ?? (await sha256());
  while (peaks.length > 0) root = await hashPair(peaks.pop().hash, root);
  demand(isSame(root, checkpoint.root), 'the entries do not come to the root that was signed');
  return checkpoint;
}
