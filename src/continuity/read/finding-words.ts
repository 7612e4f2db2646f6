import type { InventoryFinding } from './finding.ts';
import { yamlTrouble } from './yaml-words.ts';

const YAML = 'YAML 1.2';

type Phrase = readonly [RegExp, string];

const THING: Readonly<Record<string, string>> = { node: '항목', domain: '영역' };

/** What is found and expected, phrase by phrase, from English; names and fields stay as they are written. */
const PHRASES: readonly Phrase[] = [
  [/^nothing$/, '없음'],
  [/^a list$/, '목록'],
  [/^a group of fields$/, '필드 묶음'],
  [/^text$/, '글자'],
  [/^a number$/, '숫자'],
  [/^a whole number$/, '정수'],
  [/^a whole number of minutes$/, '분을 나타내는 정수'],
  [/^a whole number of days$/, '일수를 나타내는 정수'],
  [/^true or false$/, 'true 또는 false'],
  [/^one of (.+)$/, '$1 가운데 하나'],
  [/^at least (\d+) characters?$/, '$1자 이상'],
  [/^at most (\d+) characters?$/, '$1자 이하'],
  [/^at least (\S+)$/, '$1 이상'],
  [/^at most (\d+) parentheses$/, '괄호 $1겹 이하'],
  [/^at most (\d+); split the file$/, '$1자 이하. 파일을 나누세요'],
  [/^at most (\S+)$/, '$1 이하'],
  [/^an instant in UTC as (\S+)$/, '$1처럼 적은 세계 표준시(UTC)'],
  [/^a date as (\S+)$/, '$1처럼 적은 날짜'],
  [/^host:port, as (\S+)$/, '$1처럼 적은 주소와 포트'],
  [/^a SHA-256 in hexadecimal, 64 characters$/, '16진수 64자로 적은 SHA-256'],
  [/^two ids as: (.+)$/, '$1처럼 적은 두 id'],
  [
    /^an id of lower-case letters, digits, dot, dash or underscore, at most 64$/,
    '영문 소문자, 숫자, 점, 붙임표, 밑줄로 된 64자 이하의 id',
  ],
  [/^a field of the format, perhaps ('.+')$/, '형식에 있는 필드. 혹시 $1'],
  [
    /^a field of the format; within \{ \} a text with commas stands in quotes$/,
    '형식에 있는 필드. { } 안에서 쉼표가 든 글은 따옴표로 묶어야 합니다',
  ],
  [/^a title in both languages, as (\{.+\})$/, '$1처럼 두 언어로 적은 이름'],
  [/^a field of the format$/, '형식에 있는 필드'],
  [
    /^a field of this place; ('.+') belongs elsewhere$/,
    '이 자리의 필드. $1의 자리는 다른 곳입니다',
  ],
  [/^a field of this place; ('.+?') belongs under (.+)$/, '이 자리의 필드. $1의 자리: $2'],
  [/^a day of the calendar, as (\S+)$/, '$1처럼 적은, 달력에 있는 날'],
  [/^('.+?'), which is a (node|domain)$/, '$1($2)'],
  [/^the id of a (node|domain)$/, '$1 id'],
  [/^a known (node|domain), perhaps ('.+')$/, '목록에 있는 $1. 혹시 $2'],
  [/^('.+') again, first in (.+)$/, '$1이(가) 또 있음. 처음은 $2'],
  [/^('.+') again, first under (.+)$/, '$1이(가) 또 있음. 처음은 $2'],
  [/^('.+') again, first on line (\d+)$/, '$1이(가) 또 있음. 처음은 $2행'],
  [/^('.+') again$/, '$1이(가) 또 있음'],
  [/^it again$/, '또 적음'],
  [/^it in one file only$/, '한 파일에만 적기'],
  [/^each id once$/, 'id마다 한 번'],
  [/^each key once$/, '키마다 한 번'],
  [/^each imported id under one node$/, '가져온 id마다 항목 하나'],
  [
    /^each option and copy of a node under its own name$/,
    '한 항목의 복구 방법과 사본은 저마다 다른 이름',
  ],
  [/^(.+) inside one another$/, '서로의 안에 있는 $1'],
  [/^domains that contain each other in one direction only$/, '한 방향으로만 포함하는 영역'],
  [/^no option: (\S+) has none$/, '복구 방법 없음: $1에는 하나도 없습니다'],
  [/^a formula over domains, as (.+), or '-'$/, "$1처럼 영역을 잇거나 '-'"],
  [
    /^a manual option that does not say how its operators sign in$/,
    '운영자가 어떻게 로그인하는지 적지 않은 수동 복구 방법',
  ],
  [
    /^a manual option that does not say how its operators find each other$/,
    '운영자가 서로 어떻게 연락하는지 적지 않은 수동 복구 방법',
  ],
  [
    /^a manual option that does not say who carries it out$/,
    '누가 하는지 적지 않은 수동 복구 방법',
  ],
  [
    /^('.+?') under its needs or under manualDefaults, or a reason under ('.+')$/,
    'needs 또는 manualDefaults 아래의 $1. 필요 없으면 $2에 까닭',
  ],
  [/^the end at character (\d+)$/, '$1번째 글자에서 끝남'],
  [/^deeper nesting at character (\d+)$/, '$1번째 글자에서 너무 깊은 괄호'],
  [/^(\d+) characters at character \d+$/, '$1자'],
  [/^(.+) at character (\d+)$/, '$2번째 글자의 $1'],
  [/^a name or '\('$/, "이름 또는 '('"],
  [/^a name, '&', '\|', '\(' or '\)'$/, "이름, '&', '|', '(' 또는 ')'"],
  [/^a count from 1 to (\d+)$/, '1부터 $1까지의 수'],
  [/^no \.yaml file$/, '.yaml 파일 없음'],
  [/^no name$/, '이름 없음'],
  [/^one file with 'name:'$/, "'name:'이 있는 파일 하나"],
  [/^(\d+) domains and nodes$/, '영역과 항목 $1개'],
  [/^(\d+) characters$/, '$1자'],
  [/^deep(er)? nesting$/, '너무 깊은 구조'],
  [/^(\d+) levels at most$/, '$1단계 이하'],
  [/^YAML 1\.2, a text in UTF-8$/, 'UTF-8로 적은 YAML 1.2'],
  [/^a second document$/, '두 번째 문서'],
  [
    /^one document in a file; move the second into a file of its own$/,
    '파일마다 문서 하나. 두 번째는 다른 파일로 옮기세요',
  ],
  [/^the alias (\S+)$/, '별칭 $1'],
  [/^the value written out; an inventory uses no aliases$/, '별칭 없이 그대로 적은 값'],
  [/^the tag (\S+)$/, '태그 $1'],
  [/^a value without a tag$/, '태그 없는 값'],
  [/^a key that is no text$/, '글자가 아닌 키'],
  [/^a key of plain text$/, '글자로 된 키'],
  [/^a link to nothing$/, '끊어진 링크'],
  [/^a file$/, '파일'],
  [/^a link back to a folder that holds it$/, '자신을 담은 폴더로 돌아가는 링크'],
  [/^folders that end$/, '끝이 있는 폴더'],
  [/^folders within each other, deeper than they are read$/, '읽는 깊이보다 깊은 폴더'],
];

const PLACES: readonly Phrase[] = [
  [/'needs' of a node/, "항목의 'needs'"],
  [/'needs' of an option/, "복구 방법의 'needs'"],
  [/'targets' of a node/, "항목의 'targets'"],
  [/'copies' of a node/, "항목의 'copies'"],
  [/'options' of a node/, "항목의 'options'"],
  [/a domain$/, '영역'],
  [/a node$/, '항목'],
  [/the top of a file/, '파일의 맨 위'],
];

function toKorean(text: string): string {
  const found = PHRASES.find(([pattern]) => pattern.test(text));
  if (found === undefined) return text;
  const [pattern, words] = found;
  const told = text.replace(pattern, (...groups: unknown[]) =>
    words.replace(/\$(\d)/g, (_, digit: string) => {
      const part = String(groups[Number(digit)] ?? '');
      return THING[part] ?? part;
    }),
  );
  return PLACES.reduce((whole, [place, name]) => whole.replace(place, name), told);
}

/**
 * Gives what a finding found and what would be right, in the reader's language.
 *
 * Names, fields and values stay as they are written; what the YAML library says stands after the Korean of it.
 */
export function findingWords(
  finding: Pick<InventoryFinding, 'found' | 'expected'>,
  locale: 'ko' | 'en',
): { readonly found: string; readonly expected: string } {
  const { found, expected } = finding;
  if (locale === 'en') return { found, expected };
  // Nothing but what the library cannot read is expected to be this, and no more.
  if (expected === YAML) return { found: yamlTrouble(found), expected: YAML };
  return { found: toKorean(found), expected: toKorean(expected) };
}
