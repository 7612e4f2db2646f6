// Recomputes every figure of an exported report from its files alone, with nothing but this file and
// Node 20 or newer: the log from its entries, the report's place in it and its signature, each input
// by its hash, and the figures from the anonymous inputs. `node recompute.mjs` says how to call it.
// What it takes from the files is what a policy gives one party of each group; `amends recompute`
// applies the policies, too. Rules: docs/operating/report.md, docs/records/entry.md, RFC 4180,
// RFC 9162 section 2.1, RFC 8032, C2SP signed-note, tlog-checkpoint and tlog-tiles.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const usage = `Recomputes an exported report without the rest of Amends.
  node recompute.mjs FOLDER --key KEY
FOLDER is what "amends report export" wrote; KEY is the line name+id+base64 of the log, from a place
you trust. Ends with 0 when every figure is as published, 1 when not, 2 when it was asked wrongly.`;

const sha256 = (...parts) =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const hex = (bytes) => Buffer.from(bytes).toString('hex');

// ——— Signed notes ———

function readKey(line) {
  const [, name, id, encoded] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(line) ?? [];
  const typed = Buffer.from(encoded ?? '', 'base64');
  const isKey = typed.length === 33 && typed[0] === 1 && id === hex(idOf(name, typed));
  if (!isKey) throw new Error(`"${line}" is not a log's key; one looks like name+1a2b3c4d+AbCd…=`);
  return { name, typed };
}

const idOf = (name, typed) => sha256(`${name}\n`, typed).subarray(0, 4);

/** Gives the text of a note that the key signed under a name; throws where it did not. */
function openNote(note, { typed }, { name, file }) {
  const split = note.lastIndexOf('\n\n');
  if (split < 1) throw new Error(`${file} is not a signed note`);
  const text = note.slice(0, split + 1);
  const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), typed.subarray(1)]);
  const publicKey = createPublicKey({ key: spki, format: 'der', type: 'spki' });
  for (const line of note.slice(split + 2).split('\n')) {
    const [, signer, encoded] = /^— ([^ ]+) ([A-Za-z0-9+/=]+)$/.exec(line) ?? [];
    const bytes = Buffer.from(encoded ?? '', 'base64');
    if (signer !== name || !bytes.subarray(0, 4).equals(idOf(name, typed))) continue;
    if (verify(null, Buffer.from(text), publicKey, bytes.subarray(4))) return text;
  }
  throw new Error(`${file} is not signed by ${name}`);
}

// ——— The log ———

function tilePath(index) {
  let path = String(index % 1000).padStart(3, '0');
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    path = `x${String(rest % 1000).padStart(3, '0')}/${path}`;
  }
  return `tile/entries/${path}`;
}

function* readEntries(read, size) {
  for (let tile = 0; tile * 256 < size; tile += 1) {
    const width = Math.min(256, size - tile * 256);
    const bundle = read(tilePath(tile) + (width < 256 ? `.p/${width}` : ''));
    for (let at = 0; at < bundle.length; ) {
      const end = at + 2 + bundle.readUInt16BE(at);
      yield bundle.subarray(at + 2, end);
      at = end;
    }
  }
}

/** Recomputes one shard; gives its leaves once they come to the root that was signed. */
function readShard(folder, key, { path, name }) {
  const read = (part) => readFileSync(join(folder, path, part));
  const note = read('checkpoint').toString();
  const [origin, size, root] = openNote(note, key, { name, file: path }).split('\n');
  const peaks = [];
  const leaves = [];
  for (const entry of readEntries(read, Number(size))) {
    let node = { size: 1, hash: sha256(Buffer.of(0), entry) };
    while (peaks.at(-1)?.size === node.size) {
      node = { size: node.size * 2, hash: sha256(Buffer.of(1), peaks.pop().hash, node.hash) };
    }
    peaks.push(node);
    leaves.push(JSON.parse(entry.toString()));
  }
  let top = peaks.pop()?.hash ?? sha256();
  while (peaks.length > 0) top = sha256(Buffer.of(1), peaks.pop().hash, top);
  const isRight = origin === name && leaves.length === Number(size);
  if (isRight && top.toString('base64') === root) return leaves;
  throw new Error(`${path} does not come to the root that was signed`);
}

/** Reads every shard; each begins with what the one before it came to. */
function readLog(folder, key) {
  const list = join(folder, 'log/shards.json');
  const shards = existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : [];
  const closed = shards.filter(({ closedAt }) => closedAt !== null);
  const earlier = closed.map(({ shard, origin }) => ({
    path: `log/shards/${shard}`,
    name: origin,
  }));
  const places = [...earlier, { path: 'log', name: key.name }];
  const leaves = places.flatMap((place) => readShard(folder, key, place));
  return { leaves, names: places.map(({ name }) => name) };
}

// ——— Figures ———

/** Reads a table of RFC 4180 by its columns. */
function readTable(text) {
  const rows = [[]];
  for (const [, quoted, plain, end] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g,
  )) {
    rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === '') break;
    if (end !== ',') rows.push([]);
  }
  const [columns, ...body] = rows.filter((row) => row.join('') !== '');
  return body.map((row) =>
    Object.fromEntries(columns.map((column, at) => [column, row[at] ?? ''])),
  );
}

const sum = (rows, column) => rows.reduce((total, row) => total + BigInt(row[column]), 0n);
const sorted = (values) => [...new Set(values)].sort();

/** What surely is meant, and what may be, because it was left out to keep people apart. */
function bounds(rows, column, { isMeant, hidden }) {
  const least = sum(rows.filter(isMeant), column);
  const most =
    least +
    sum(
      rows.filter((row) => row[hidden] === '*'),
      column,
    );
  return { least: String(least), most: String(most) };
}

function reckonClaims(rows) {
  const of = (outcomes) => ({
    isMeant: ({ outcome }) => outcomes.includes(outcome),
    hidden: 'outcome',
  });
  const byClass = sorted(rows.map((row) => row.class)).map((partyClass) => {
    const own = rows.filter((row) => row.class === partyClass);
    const count = (name) =>
      String(
        sum(
          own.filter(({ outcome }) => outcome === name),
          'claims',
        ),
      );
    const outcomes = { award: count('award'), deny: count('deny'), close: count('close') };
    return { partyClass, claims: String(sum(own, 'claims')), ...outcomes, open: count('open') };
  });
  return {
    total: String(sum(rows, 'claims')),
    decided: bounds(rows, 'claims', of(['award', 'deny', 'close'])),
    awarded: bounds(rows, 'claims', of(['award'])),
    byClass,
  };
}

function reckonCash(rows, currency) {
  const own = rows.filter((row) => row.currency === currency);
  const of = (name) => ({ isMeant: ({ state }) => state === name, hidden: 'state' });
  return {
    currency,
    awardCount: String(sum(own, 'payments')),
    awardedMinor: String(sum(own, 'total_minor')),
    paidCount: bounds(own, 'payments', of('paid')),
    paidMinor: bounds(own, 'total_minor', of('paid')),
    returnedCount: bounds(own, 'payments', of('returned')),
    byClass: sorted(own.map((row) => row.class)).map((partyClass) => {
      const group = own.filter((row) => row.class === partyClass);
      const count = String(sum(group, 'payments'));
      return { partyClass, count, totalMinor: String(sum(group, 'total_minor')) };
    }),
  };
}

/** Sums what an automatic policy gives the groups of parties with the same facts, and all others. */
function reckonAutomatic(file, { policyHash, groups, remainder }) {
  const totals = new Map();
  const add = ({ parties, amountMinor, ...of }) => {
    const { clause, remedy, name, currency, unit } = of;
    const key = JSON.stringify([clause, remedy, name, currency, unit]);
    const before = totals.get(key) ?? { parties: 0, amountMinor: '0' };
    const isMoney = amountMinor !== null && before.amountMinor !== null;
    const money = isMoney ? String(BigInt(before.amountMinor) + BigInt(amountMinor)) : null;
    totals.set(key, { ...of, parties: before.parties + parties, amountMinor: money });
  };
  for (const { parties, awards } of groups) {
    if (awards === undefined) {
      throw new Error(
        `inputs/${file} does not say what each group is given: use "amends recompute"`,
      );
    }
    for (const { clause, remedy, name, currency, unit, amountMinor } of awards) {
      const all = amountMinor === null ? null : String(BigInt(amountMinor) * BigInt(parties));
      add({ clause, remedy, name, currency, unit, parties, amountMinor: all });
    }
  }
  const parties = groups.reduce((all, group) => all + group.parties, remainder.parties);
  for (const total of remainder.totals) add({ ...total, clause: '' });
  const inOrder = [...totals].sort(([left], [right]) => (left < right ? -1 : 1));
  return {
    ...{ file, policyHash, parties: String(parties), remainderParties: String(remainder.parties) },
    totals: inOrder.map(([, { parties: count, amountMinor, ...of }]) => ({
      ...{ ...of, parties: String(count), amountMinor },
    })),
  };
}

function reckon(files) {
  const table = (name) => readTable(files.get(name) ?? '');
  const payments = table('payments.csv');
  const populations = [...files].filter(([name]) => name.startsWith('population-')).sort();
  return {
    claims: reckonClaims(table('claims.csv')),
    days: table('claims-by-day.csv').map(({ from, until, claims }) => ({ from, until, claims })),
    cash: sorted(payments.map(({ currency }) => currency)).map((one) => reckonCash(payments, one)),
    delays: table('time-to-payment.csv').map((row) => ({
      ...{ fromDays: row.from_days, untilDays: row.until_days, payments: row.payments },
    })),
    issues: table('issues.csv').map(({ total_minor: totalMinor, ...row }) => ({
      ...{ ...row, totalMinor },
    })),
    automatic: populations.map(([name, text]) => reckonAutomatic(name, JSON.parse(text))),
  };
}

function listFigures(value, path = '') {
  if (typeof value !== 'object' || value === null) return [[path, String(value)]];
  return Object.entries(value).flatMap(([name, part]) => listFigures(part, `${path}/${name}`));
}

function compare(published, recomputed) {
  const [was, now] = [published, recomputed].map((figures) => new Map(listFigures(figures)));
  return [...new Set([...was.keys(), ...now.keys()])]
    .filter((name) => was.get(name) !== now.get(name))
    .map((name) => `${name}: published ${was.get(name)}, recomputed ${now.get(name)}`);
}

// ——— The export ———

function recompute(folder, key) {
  const wrong = [];
  const bytes = readFileSync(join(folder, 'report.json'));
  const report = JSON.parse(bytes.toString());
  const hash = hex(sha256(bytes));
  const { leaves, names } = readLog(folder, key);
  const leaf = leaves.find((one) => one.kind === 'report_published' && one.hash === hash);
  console.log(
    `Report on ${report.incident.slug}, version ${leaf?.version ?? 'unknown'}, SHA-256 ${hash}`,
  );
  console.log(`Log: ${leaves.length} entries, recomputed and as signed`);
  if (leaf === undefined) wrong.push('report.json is not in the log: changed, or never published');
  const note = readFileSync(join(folder, 'report.note'), 'utf8');
  const said = `amends report of an incident\n${report.incident.slug}\nversion ${leaf?.version}\nsha256 ${hash}\n`;
  const isSigned = names.some((name) => {
    try {
      return openNote(note, key, { name, file: 'report.note' }) === said;
    } catch {
      return false;
    }
  });
  if (leaf !== undefined && !isSigned) wrong.push('report.note is not signed for this report');
  const files = new Map();
  for (const { name, sha256: expected } of report.inputs) {
    const content = readFileSync(join(folder, 'inputs', name));
    if (hex(sha256(content)) !== expected) wrong.push(`inputs/${name} was changed`);
    files.set(name, content.toString());
  }
  for (const { policyId, version, hash: policy } of report.policies) {
    const isKnown = leaves.some((one) => one.kind === 'policy_published' && one.hash === policy);
    if (!isKnown) wrong.push(`${policyId} ${version}: its hash ${policy} is not in the log`);
  }
  const figures = reckon(files);
  const listed = listFigures(figures);
  for (const [name, value] of listed) console.log(`  ${name} = ${value}`);
  wrong.push(...compare(report.figures, figures));
  if (wrong.length > 0) throw new Error(wrong.join('\nWRONG  '));
  console.log(
    `All ${listed.length} figures were recomputed from the exported files and are those that were published.`,
  );
}

try {
  const options = { key: { type: 'string' } };
  const { values, positionals } = parseArgs({ allowPositionals: true, options });
  if (values.key === undefined || positionals.length !== 1) throw new Error(usage);
  recompute(positionals[0], readKey(values.key));
} catch (error) {
  const isAskedWrongly = error.message === usage || error.code?.startsWith('ERR_PARSE_ARGS');
  process.exitCode = isAskedWrongly ? 2 : 1;
  console.error(isAskedWrongly ? error.message : `WRONG  ${error.message}`);
}
