/**
 * What findings say in English, and how it is said in Korean: types by their names, and what to
 * write. Words of the language itself stay as they are. `$1` is what stood there, and `{1}` the
 * same in Korean.
 */
const phrases: readonly (readonly [pattern: string, ko: string])[] = [
  // Types, and what is known of an expression.
  ['yes/no', '예/아니요'],
  ['number', '수'],
  ['money', '금액'],
  ['money (\\w{3})', '$1 금액'],
  ['duration', '시간'],
  ['date', '날짜'],
  ['instant', '시각'],
  ['interval set', '시간 구간'],
  ['a list', '목록'],
  [
    'the values in brackets, `is one of \\(a, b\\)`, or the name of a list, `is one of holidays`',
    '값들을 괄호 안에 `is one of (a, b)`처럼, 또는 목록의 이름을 `is one of holidays`처럼',
  ],
  [
    '`… is at least A and … is at most B`, or `is above`, `is below` where an end is out',
    '`… is at least A and … is at most B`. 끝을 넣지 않으려면 `is above`, `is below`',
  ],
  ['each comparison by itself: (.+)', '비교를 하나씩: $1'],
  ['a share of an amount as a product: (.+)', '금액의 비율은 곱으로: $1'],
  ['what is rounded to, such as (.+)', '어느 단위로 맞출지: $1'],
  ['`else` and what holds otherwise: (.+)', '`else`와 그 밖의 경우: $1'],
  ['`at most X` after the amount', '금액 뒤에 `at most X`'],
  ['`at least X` after the amount', '금액 뒤에 `at least X`'],
  [
    'how many units there are: (`× \\(begun .+`), or (.+) for a share',
    '단위가 몇 번 드는지: $1, 비율이면 $2',
  ],
  ['a field of each record: (.+)', '기록마다의 항목: $1'],
  ['how many there are: (.+)', '몇 개인지: $1'],
  ['KRW, such as (.+)', 'KRW, 예를 들어 $1'],
  ['days, or compare dates: (.+)', '며칠인지, 또는 날짜끼리 비교: $1'],
  ['`from` and `until` only', '`from`과 `until`만'],
  ['a text with a comma in quotes: (.+)', '쉼표가 든 글은 따옴표 안에: $1'],
  ['list of (.+)', '{1} 목록'],
  ['list of unknown', '목록'],
  ['a record \\((.*)\\)', '기록($1)'],
  ['a record with fields', '항목이 있는 기록'],
  ['choice\\((.*)\\)', '정한 값($1)'],
  ['a number of (\\w+)s', '$1 수'],
  ['(\\S+) operands?', '값 $1개'],
  ['(\\S+) operands or more', '값 $1개 이상'],
  ['(\\S+) cells', '$1칸'],
  ['(\\S+) cells after the arrow', '화살표 뒤 $1칸'],
  ['nothing', '없음'],
  // Amounts.
  ['a number, money or a duration', '수, 금액 또는 시간'],
  ['a quantity', '수량'],
  ['a duration', '시간'],
  ['a bound', '경계값'],
  ['an amount of money', '금액'],
  ['a number, or money with `at 1 KRW each`', '수, 또는 `at 1 KRW each`를 붙인 금액'],
  [
    'a duration, such as 3 days or, of a number of days, `NUMBER × 1 day`',
    '3 days 같은 시간. 날 수라면 `수 × 1 day`',
  ],
  ['a number, such as 1', '1 같은 수'],
  ['a whole number of months or years, such as 3 months', '3 months처럼 달이나 해의 수'],
  ['a fixed price above 0: (.+)', '0보다 큰 정해진 값: $1'],
  ['a fixed amount above 0: (.+)', '0보다 큰 정해진 금액: $1'],
  ['amounts in one currency', '한 통화로 된 금액'],
  ['an amount in (\\w+)', '$1 금액'],
  ['an amount with its currency, such as (.+)', '$1처럼 통화를 붙인 금액'],
  ['a duration with its unit, such as (.+)', '$1처럼 단위를 붙인 시간'],
  ['a number without a unit', '단위가 없는 수'],
  ['… ÷ 720 hours, or another duration to divide by', '… ÷ 720 hours, 또는 나눌 다른 시간'],
  ['… ÷ an amount of money', '… ÷ 금액'],
  ['hours, days, weeks, months or years', 'hours, days, weeks, months, years 가운데 하나'],
  ['a number: `(.+)`', '수: `$1`'],
  ['NUMBER rounded … in (\\w+)', '수 rounded … in $1'],
  [
    '%, a currency such as KRW, or seconds, minutes, hours, days, weeks',
    '%, KRW 같은 통화, 또는 seconds, minutes, hours, days, weeks',
  ],
  ['no more than (\\S+) digits after the point', '소수점 아래 $1자리까지'],
  [
    '`greater of \\((.+), 1\\)` or what the least of it is, or a condition around it: (.+), `for`, `when` or `where`',
    '`greater of ($1, 1)`처럼 가장 작은 값을 붙이거나, 둘레에 조건 $2, `for`, `when`, `where`',
  ],
  [
    '`greater of \\((.+), 1\\)` or what the least of it is, or a condition around it: (.+), `for`, `when` or `where`; or declare (.+) with `at least` and a number above 0',
    '`greater of ($1, 1)`처럼 가장 작은 값을 붙이거나, 둘레에 조건 $2, `for`, `when`, `where`. 또는 $3의 선언에 `at least`와 0보다 큰 수',
  ],
  ['the brackets that are meant', '뜻하는 대로 괄호'],
  [
    'it below the `for` that it is meant for, or `for everyone` above it if it is meant for all',
    '해당하는 `for` 다음에. 모두에 해당하면 위에 `for everyone`',
  ],
  [
    'a name for the reason, and its text after it: `too_late "…" / "…"`',
    '이유의 이름을 쓰고 글은 그 다음에: `too_late "…" / "…"`',
  ],
  [
    '`(exclude|review) when CONDITION because REASON`, with `when`',
    '`$1 when 조건 because 이유`, `when`으로',
  ],
  [
    '`when CONDITION` after the amount, such as `award cash 5 EUR when …`',
    '`award cash 5 EUR when …`처럼 금액 다음에 `when 조건`',
  ],
  [
    'a condition that is a value here in brackets, such as `\\(outage is above 3 hours\\)`',
    '`(outage is above 3 hours)`처럼 여기서 값이 되는 조건은 괄호에',
  ],
  // Names.
  ['one of: (.+)', '다음 가운데 하나: $1'],
  ['one of its fields: (.+)', '다음 항목 가운데 하나: $1'],
  [
    'a name of its own; every name is declared once in a document',
    '다른 이름. 이름은 문서에서 한 번만 정합니다',
  ],
  ['a name that does not come back to itself', '자기 자신으로 돌아오지 않는 이름'],
  ['fewer names that lead to other names', '다른 이름으로 이어지는 이름을 더 적게'],
  ['another name, such as (.+)', '$1 같은 다른 이름'],
  ['(.+), with spaces, to subtract', '빼기라면 띄어 써서 $1'],
  ['a fact, constant or let named (.+)', '이름이 $1인 fact, constant 또는 let'],
  ['a rule that uses it, or leave it out', '이것을 쓰는 규칙. 없으면 빼세요'],
  [
    'one text for each reason, or a name of its own; where it stands again its name is enough',
    '이유마다 글 하나. 또는 다른 이름. 다시 쓸 때는 이름만 써도 됩니다',
  ],
  ['each reading once', '읽는 방법마다 한 번'],
  ['each field of a record once', '기록의 항목마다 한 번'],
  [
    '`needs NAME, NAME`; the documents shown are the reserved fact `evidence`',
    '`needs 이름, 이름`. 낸 증빙은 따로 정해 둔 사실 `evidence`입니다',
  ],
  ['(\\S+) on DATE', '$1 on 날짜'],
  // Types as they are declared.
  ['choice\\(one, another\\), each value once', 'choice(one, another)처럼 값마다 한 번'],
  [
    'a single value in a field; a record holds no lists',
    '항목에는 값 하나. 기록은 목록을 담지 않습니다',
  ],
  ['`at least` no more than `at most`', '`at most`보다 크지 않은 `at least`'],
  // Constants.
  ['a `let`, for what follows from facts', '사실에서 나오는 값이면 `let`'],
  ['(NAME = .+), earliest first', '$1처럼 이른 날짜부터'],
  ['a value from (\\S+), when the policy takes effect', '시행일 $1부터의 값'],
  // Tables.
  [
    'a number, money, duration or choice; for yes/no write if … then … else …',
    '수, 금액, 시간 또는 정한 값. 예/아니요라면 if … then … else …',
  ],
  [
    'a fixed value; for a bound that varies, write a table for each case',
    '정해진 값. 경계가 달라지면 경우마다 표를 쓰세요',
  ],
  [
    'above AMOUNT; bare `above` goes on from the row before',
    'above 금액. `above`만 쓰면 앞줄에서 이어집니다',
  ],
  ['from …, with the bound of the row before', 'from …, 앞줄의 경계값으로'],
  ['the bound itself belongs to this row: from …', '경계값이 이 줄에 듦: from …'],
  ['the bound itself belongs to no row: above …', '경계값이 어느 줄에도 들지 않음: above …'],
  ['up to … in the one row, or from … in the other', '한 줄에 up to …, 또는 다른 줄에 from …'],
  ['below … in the one row, or above … in the other', '한 줄에 below …, 또는 다른 줄에 above …'],
  ['bounds that hold at least one value', '값이 하나라도 드는 경계'],
  ['(.+) : none, or : review', '$1 : none, 또는 : review'],
  ['nothing is said below (.+)', '$1 미만에는 적힌 것이 없습니다'],
  ['nothing is said up to (.+)', '$1 이하에는 적힌 것이 없습니다'],
  ['nothing is said above (.+)', '$1 초과에는 적힌 것이 없습니다'],
  ['nothing is said from (.+)', '$1 이상에는 적힌 것이 없습니다'],
  ['nothing is said for exactly (.+)', '꼭 $1에는 적힌 것이 없습니다'],
  ['nothing is said between (.+) and (.+)', '$1와(과) $2 사이에는 적힌 것이 없습니다'],
  ['nothing is awarded there', '거기서는 아무것도 주지 않음'],
  ['the first row reaches there', '첫 줄이 거기까지 미침'],
  ['the last row reaches there', '끝줄이 거기까지 미침'],
  ['the row `(.+)` reaches there', '`$1` 줄이 거기까지 미침'],
  ['the shared values belong to `(.+)`', '겹치는 값은 `$1` 줄에 듦'],
  ['the earlier row decides', '앞줄이 정함'],
  ['this row decides', '이 줄이 정함'],
  ['is (.+) : …, or otherwise : none', 'is $1 : …, 또는 otherwise : none'],
  ['(.+) in one row only, and otherwise last', '$1은(는) 한 줄에만, otherwise는 맨 끝에'],
  ['no such row', '이 줄을 빼기'],
  // Conditions and lists.
  ['is below … or is above …', 'is below … 또는 is above …'],
  ['is … or is not …', 'is … 또는 is not …'],
  ['`for everyone`, or a condition', '`for everyone`, 또는 조건'],
  [
    'sum\\(…\\), size\\(…\\), largest\\(…\\) or smallest\\(…\\) of the list',
    '목록의 sum(…), size(…), largest(…) 또는 smallest(…)',
  ],
  [
    'total\\(…\\), longest\\(…\\) or events\\(…\\) of the interval set',
    '시간 구간의 total(…), longest(…) 또는 events(…)',
  ],
  [
    '`LIST where each is …` or `… for each of LIST`, inside sum\\(…\\), size\\(…\\) or the like',
    'sum(…), size(…) 같은 함수 안에서 `목록 where each is …` 또는 `… for each of 목록`',
  ],
  [
    '`NAME of each` inside `LIST where …` or `… for each of LIST`',
    '`목록 where …`나 `… for each of 목록` 안에서 `이름 of each`',
  ],
  ['`(\\S+)`, for a list of single values', '값 하나씩의 목록이면 `$1`'],
  ['a `let` for the inner list', '안쪽 목록은 `let`으로'],
  [
    'a `let` for the inner list, or `for each NAME of LIST` for one of them',
    '안쪽 목록은 `let`으로, 또는 둘 가운데 하나는 `for each 이름 of 목록`',
  ],
  [
    '`below X : …` for what goes on from the row before, or `from A to below B : …`',
    '앞줄에서 이어지면 `below X : …`, 또는 `from A to below B : …`',
  ],
  ['a `let` for the inner part', '안쪽 부분은 `let`으로'],
  [
    'single values: numbers, money, durations, dates, choices, yes/no',
    '수, 금액, 시간, 날짜, 정한 값, 예/아니요 같은 값 하나',
  ],
  [
    'a list, such as `list of \\(1 hour, 2 hours\\)` or runs\\(…\\)',
    '`list of (1 hour, 2 hours)`나 runs(…) 같은 목록',
  ],
  ['a list of numbers, money or durations', '수, 금액 또는 시간의 목록'],
  ['`(\\w+ .+)`, with brackets', '괄호를 쳐서 `$1`'],
  // Awards and rules.
  ['when CONDITION, on every later form', '뒤에 오는 방식마다 when 조건'],
  ['it after the `for` of the award that it is for', '그 보상의 `for` 다음에'],
  ['in addition to (.+), or instead of (.+)', 'in addition to $1, 또는 instead of $2'],
  ['both are given: (.+)', '둘 다 줌: $1'],
  ['only this one is given: (.+)', '이것만 줌: $1'],
  ['(\\w+) here and under (.+)', '여기와 $2에 있는 $1'],
  ['another clause than its own', '자기 조항이 아닌 다른 조항'],
  ['(\\S+) months', '$1 months'],
  ['months throughout: 12 months for 1 year', '모두 달로: 1년은 12 months'],
  ['a form for each: `(.+)`', '각각 따로: `$1`'],
  ['another name; in columns a `-` is a `_`', '다른 이름. 열에서는 `-`가 `_`입니다'],
  ['the text without it', '그 글자 없이'],
  ['```(\\w+) at the beginning of a line', '줄 맨 앞에 ```$1'],
  ['the block outside of it', '그 바깥에 블록을'],
  ['which of the clauses goes first', '어느 조항이 앞서는지'],
  // The document.
  ['a first line `---`, the fields, and a line `---`', '첫 줄에 `---`, 항목들, 그리고 `---` 줄'],
  ['YAML lines of the form `field: value`', '`field: value` 꼴의 YAML 줄'],
  ['an ISO 4217 code: (.+)', 'ISO 4217 코드: $1'],
  ['an IANA time zone: (.+)', 'IANA 시간대: $1'],
  ['a date: (.+)', '날짜: $1'],
  [
    'a `from` that comes before `until` \\(exclusive\\)',
    '`until`(그날은 들지 않음)보다 이른 `from`',
  ],
  ['a § number of its own for each heading', '제목마다 다른 § 번호'],
  ['```cases, a table of facts → award', '```cases 블록에 사실 → award 표'],
  ['(\\S+) cells, parted by \\|', '|로 나눈 $1칸'],
  ['(\\S+), parted by \\|', '|로 나눈 $1칸'],
  [
    'a number such as 30_000 or 12.5, of at most 200 digits',
    '30_000이나 12.5 같은 수, 200자리까지',
  ],
  // What people write who know other languages.
  [
    'a table inside a calculation in brackets, `\\( by KEY … \\)`, or with a name: `let NAME = by KEY …`',
    '계산 안의 표는 괄호에 넣어 `( by 열쇠 … )`, 또는 이름을 붙여 `let 이름 = by 열쇠 …`',
  ],
  [
    'an `if` here in brackets, `\\(if CONDITION then … else …\\)`, or with a name: `let NAME = if …`',
    '여기의 `if`는 괄호에 넣어 `(if 조건 then … else …)`, 또는 이름을 붙여 `let 이름 = if …`',
  ],
  [
    '`then rounded up to 1 KRW`, with `then`; a mode and a step',
    '`then rounded up to 1 KRW`처럼 `then`과 방법과 단위',
  ],
  ['`is` or `=`, once', '`is` 또는 `=` 하나'],
  ['`is not` or `≠`', '`is not` 또는 `≠`'],
  ['the amount and then its currency, such as `(.+)`', '`$1`처럼 금액 다음에 통화'],
  [
    'what needs saying in the prose above the block; a block has no comments',
    '설명은 블록 위의 글에. 블록에는 주석이 없습니다',
  ],
  [
    '`if CONDITION then … else if … then … else …`, without an end',
    '`if 조건 then … else if … then … else …`, 닫는 말 없이',
  ],
  ['a statement that begins with (.+) or award', '$1 또는 award로 시작하는 문장'],
  ['for everyone, or for CONDITION', 'for everyone, 또는 for 조건'],
  [
    'award cash 30_000 KRW, or award cash by FACT with rows',
    'award cash 30_000 KRW, 또는 award cash by 사실과 그 줄들',
  ],
  [
    'REMEDY "ko" / "en" AMOUNT, then `then at most …`, `when …`, `in addition to §1`',
    '보상 "ko" / "en" 금액, 그다음 `then at most …`, `when …`, `in addition to §1`',
  ],
  ['by KEY, then rows such as `(.+)`', 'by 열쇠, 그다음 `$1` 같은 줄들'],
  // Last, because what to write may be a product too.
  ['(.+) × (.+)', '{1} × {2}'],
  ['(.+) ÷ (.+)', '{1} ÷ {2}'],
];

const known = phrases.map(([pattern, ko]) => [new RegExp(`^${pattern}$`), ko] as const);

/** Gives a phrase of a finding in Korean; undefined when it is none of those known. */
export function findPhraseKo(text: string): string | undefined {
  for (const [pattern, ko] of known) {
    const match = pattern.exec(text);
    if (!match) continue;
    return ko
      .replace(/\{(\d)\}/g, (_, index: string) => phraseKo(match[Number(index)] ?? ''))
      .replace(/\$(\d)/g, (_, index: string) => match[Number(index)] ?? '');
  }
  return undefined;
}

/** Gives a phrase in Korean; what is written in the language itself stays, but for `or`. */
export function phraseKo(text: string): string {
  return (
    findPhraseKo(text) ?? text.replace(/, or (?=\S)/g, ', 또는 ').replace(/ or (?=\S)/g, ' 또는 ')
  );
}
