import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProjectDir } from '../../src/platform/index.ts';

const projectDir = findProjectDir();

/**
 * Codes that are computed, by file: chosen by a variable or a table, so that no pattern can read
 * them. Each has to stand in its file as a literal.
 */
export const computedCodes: Readonly<Record<string, readonly string[]>> = {
  'src/platform/http/server.ts': ['address_unusable', 'port_forbidden', 'port_in_use'],
};

/** Files whose `code` is another vocabulary than errors, and which. */
export const otherVocabularies: Readonly<Record<string, string>> = {
  'src/claims/review/reason-code.ts': 'reasons of decisions',
  'src/cli/case/generate/population-plan.ts': 'flags of a population',
  'src/disclosure/receipt-verdict.ts': 'names of the checks of a receipt',
  'src/disclosure/verify-receipt.ts': 'names of the checks of a receipt',
  'src/disclosure/verify-ticket.ts': 'names of the checks of a ticket',
  'src/incident/duties/legal-clocks.ts': 'legal duties',
  'src/incident/roles/incident-role.ts': 'roles of people within an incident',
  'src/policy/evaluate/direct/gather-results.ts': 'reasons of a determination',
  'src/policy/finding.ts': 'findings of the policy checker, in docs/policy-language.md',
  'src/settlement/ledger/account.ts': 'accounts of the ledger',
  'src/web/portal/pages/form-field.tsx': 'answers of a form',
  'src/web/portal/question-steps.ts': 'pages of a form',
  'src/web/portal/payee/payee-step.ts': 'the page of a form',
  'src/web/portal/question.ts': 'pages of a form',
  'src/web/portal/status-view.ts': 'stages of a claim',
};

/** Codes of transfers, which stand in records beside refusals and are none; and zod's own. */
export const transferCodes = [
  'award_approved',
  'determination_run_approved',
  'fee_charged',
  'payment_to_recover',
  'pending_expired',
  'provision_recorded',
  'grant_expired',
  'grant_used',
  'grant_used_after_expiry',
];
const ownOfZod = 'custom';

const literals = (text: string): string[] =>
  [...text.matchAll(/'([a-z0-9_]+)'/g)].map(([, code = '']) => code);

/** What gives a code: a member of a refusal, a call, a named list of codes. */
const patterns: readonly RegExp[] = [
  // code: 'a'   code: 'a' | 'b'   code: isThis ? 'a' : 'b'
  /\bcode:\s*(?:[^'\n;,{}]*\?\s*)?((?:[|:]?\s*'[a-z0-9_]+'\s*)+)/g,
  // new PlatformError('a', …)   new PlatformError(isThis ? 'a' : 'b', …)
  /new PlatformError\(\s*([^,;{}]*'[a-z0-9_]+'[^,;{}]*),/g,
  // const findingCodes = ['a', 'b'] as const
  /const \w*Codes\s*=\s*\[((?:\s*'[a-z0-9_]+',?)+)\s*\] as const/g,
  // type FindingCode = 'a' | 'b'
  /type (?:\w*Code|HoldReason)\s*=\s*((?:\|?\s*'[a-z0-9_]+'\s*)+)/g,
];

/** Sentences, and the console in the browser, which repeats the server's codes. */
const browserSide = /^src\/web\/(messages|console\/app)\//;

const computed = /new PlatformError\(\s*[a-z]\w*\s*,|\bcode:\s*`|refuse\(\{\s*code\s*[,}]/;

/** Reads a source file without its comments. */
function readCode(path: string): string {
  return readFileSync(join(projectDir, path), 'utf8').replace(/^\s*(?:\/\/|\/?\*).*$/gm, '');
}

function listSources(dir: string): string[] {
  return readdirSync(join(projectDir, dir), { withFileTypes: true }).flatMap((entry) => {
    const path = `${dir}/${entry.name}`;
    if (entry.isDirectory()) return listSources(path);
    const isTest = /\.(test|examples|fixture|generated)\./.test(path);
    return /\.tsx?$/.test(path) && !isTest ? [path] : [];
  });
}

/** Gives the codes that one text of TypeScript gives. */
export function codesOf(text: string): string[] {
  // An account and a transfer are named by a code, too.
  const bare = text.replace(/accountId\(\{[^}]*\}\)/g, '');
  return patterns
    .flatMap((pattern) => [...bare.matchAll(pattern)].flatMap(([, part = '']) => literals(part)))
    .filter((code) => code !== ownOfZod && !transferCodes.includes(code));
}

/** Gives every error code in the source with the files that give it. */
export function gatherCodes(policyCodes: readonly string[]): ReadonlyMap<string, string[]> {
  const found = new Map<string, string[]>();
  for (const path of listSources('src')) {
    if (browserSide.test(path) || otherVocabularies[path] !== undefined) continue;
    const codes = [...codesOf(readCode(path)), ...(computedCodes[path] ?? [])];
    for (const code of new Set(codes)) {
      if (path.startsWith('src/policy/') && policyCodes.includes(code)) continue;
      found.set(code, [...(found.get(code) ?? []), path]);
    }
  }
  return found;
}

/** Gives the files that compute a code, where it is not a literal. */
export function listComputing(): string[] {
  return listSources('src').filter((path) => computed.test(readCode(path)));
}

/** Gives the codes that routes answer with a status of their own, by code. */
export function gatherProblemStatuses(): ReadonlyMap<string, number> {
  const call = /problem\(\{\s*status:\s*(\d{3}),\s*code:\s*'([a-z0-9_]+)'/g;
  return new Map(
    listSources('src').flatMap((path) =>
      [...readCode(path).matchAll(call)].map(([, status, code = '']) => [code, Number(status)]),
    ),
  );
}
