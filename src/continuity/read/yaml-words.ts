/** What the YAML library complains of, by its own words; the first that fits is told. */
const TROUBLES: readonly (readonly [RegExp, string])[] = [
  [/end with a/, '괄호를 닫지 않았거나, 괄호 안의 줄을 들여 쓰지 않음'],
  [
    /same column|indented|indentation|^Tabs|^Block scalars with more-indented/i,
    '들여쓰기가 맞지 않음',
  ],
  [/closing ['"]|Missing closing/i, '따옴표를 닫지 않음'],
  [/Nested mappings/, "한 줄에 ':'이 두 번 있음. 값에 ':'이 들어 있으면 따옴표로 묶어야 함"],
  [/single line|1024 chars/, "':' 앞의 키가 한 줄을 넘음"],
  [/followed by map values|Missing space after :|Missing , or :/, "키 뒤에 ':'과 값이 없음"],
  [/Missing ,|Unexpected ,|Unexpected empty item/, '쉼표가 빠졌거나 남음'],
  [/without - indicator/, "목록의 항목이 '-'로 시작하지 않음"],
  [/cannot start with/, '따옴표 없이 쓸 수 없는 글자로 시작함'],
  [/escape sequence/, "큰따옴표 안에 쓸 수 없는 '\\' 표기"],
  [/^Comments must/, "'#' 앞에 빈칸이 없음"],
  [/tag/i, '알 수 없는 태그'],
  [/alias|anchor/i, '쓸 수 없는 별칭'],
];

/** Says in Korean what a YAML file is refused for, with the library's own words after it. */
export function yamlTrouble(words: string): string {
  const told =
    TROUBLES.find(([pattern]) => pattern.test(words))?.[1] ?? '여기서 YAML로 읽히지 않음';
  return `${told} (YAML 라이브러리의 말: ${words})`;
}
