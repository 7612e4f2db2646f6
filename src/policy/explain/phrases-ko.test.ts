import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { documentText, findingsOf } from '../trial-document.ts';
import { findPhraseKo } from './phrases-ko.ts';
import { renderFinding } from './render-finding.ts';

const room = join(import.meta.dirname, '..');

function sourcesIn(folder: string): string[] {
  return readdirSync(join(room, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return sourcesIn(path);
    // What is said of facts is not said of documents.
    const isSource = /^(?!parse-fact).*\.ts$/.test(entry.name) && !entry.name.endsWith('.test.ts');
    return isSource ? [readFileSync(join(room, path), 'utf8')] : [];
  });
}

const literal = String.raw`('(?:[^'\\\n]|\\.)*'|\x60(?:[^\x60\\]|\\.)*\x60)`;
const places = [
  String.raw`\bwrite(?: =|:)\s*`,
  String.raw`\bwrite =\s*[^;]*?\?\s*`,
  String.raw`\bwrite =[^;]*?:\s*`,
  String.raw`\b(?:expected|readingA|readingB):\s*`,
  String.raw`\brefused\(`,
  String.raw`\breport\([^()]*(?:\([^()]*\))?[^()]*,\s*`,
];

/** What the checker and the reader say to write, as it stands in their source. */
function phrasesInSource(): string[] {
  const text = [...sourcesIn('check'), ...sourcesIn('parse')].join('\n');
  const found = places.flatMap((place) => [...text.matchAll(new RegExp(place + literal, 'g'))]);
  const said = found.map(([, quoted = '']) =>
    quoted
      .slice(1, -1)
      .replace(/\$\{[^}]*\}/g, 'X')
      .replaceAll('\\`', '`')
      .replaceAll("\\'", "'"),
  );
  // A template inside a template is cut off at its own beginning.
  return [...new Set(said)].filter((text) => text !== '' && !text.includes('${'));
}

/** What is written in the language itself: no word of English between its words. */
const asWritten =
  /^(?:X|[A-Z]+|`{3}|[§#…×÷+−:|→,.()=%"`/-]|\d[\d_]*|KRW|GBP|a-name|title|ko|en|제목|Title|source|one|address|another|then|rounded|half|up|down|to|at|most|least|less|below|above|from|exactly|in|hours|days|is|and|given|award|cash|completed|begun|counted|part|on|none|taken|because|exclude|when|needs|constant|reading|let|fact|if|else|claimant|or|instead|of|addition|field|value|greater|days_between|add_days|[{}[\]])+$/u;

test('everything that is said to be written is known in Korean, or is the language itself', () => {
  const all = phrasesInSource();
  expect(all.length).toBeGreaterThan(80);
  const unknown = all.filter(
    (text) => findPhraseKo(text) === undefined && !asWritten.test(text.replaceAll(' ', '')),
  );
  expect(unknown).toEqual([]);
});

test('a finding says in Korean what to write, what was found and both readings', () => {
  const said = (block: string) =>
    findingsOf(documentText(block))
      .filter(({ severity }) => severity === 'error')
      .map((finding) => renderFinding(finding, 'ko'));
  const fee = 'fact fee : money at least 0 KRW from company\n';
  expect(said(`${fee}award cash fee × 1 hour`)[0]).toBe(
    'KRW 금액 × 시간: 아직 금액이 아닙니다. 이렇게 쓰세요: … ÷ 720 hours, 또는 나눌 다른 시간',
  );
  expect(said(`${fee}award cash fee + 3`)[0]).toBe(
    'KRW 금액이(가) 와야 하는데 수입니다. 이렇게 쓰세요: 10_000 KRW처럼 통화를 붙인 금액',
  );
  const rows = '\n  up to 10 KRW : 1 KRW\n  from 20 KRW : 2 KRW';
  expect(said(`${fee}award cash by fee${rows}`)[0]).toBe(
    '표에 빈 곳이 있습니다: 10 KRW와(과) 20 KRW 사이에는 적힌 것이 없습니다. 「`up to 10 KRW` 줄이 거기까지 미침」(으)로도 「`from 20 KRW` 줄이 거기까지 미침」(으)로도 읽힙니다. 이렇게 쓰세요: 한 줄에 up to …, 또는 다른 줄에 from …',
  );
});
