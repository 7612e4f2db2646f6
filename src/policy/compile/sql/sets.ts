/** The two sets that something is made of, and how a piece of SQL becomes a column. */
export interface SetPair {
  readonly left: string;
  readonly right: string;
  readonly bind: (rows: string) => string;
}

/** The local days that the intervals of a set touch. */
export interface DaysTouched {
  /** rows with the columns `a` and `b`, and those of their first and last day */
  readonly rows: string;
  readonly first: string;
  readonly last: string;
}

/** The same, and where each day begins. */
export interface DaysMeasured extends DaysTouched {
  /** gives SQL of the first millisecond of a day, which is named or written as a sum */
  readonly start: (day: string) => string;
}

/**
 * The SQL of interval sets. A set is rows as those of a list, with the columns `a` and `b`: from a
 * millisecond to before another. They are in order, none is empty, none overlaps or touches another.
 */
export interface SetSql {
  /** The interval between two milliseconds; no row where the second is not later. */
  span(from: string, until: string): string;
  joined(pair: SetPair): string;
  shared(pair: SetPair): string;
  without(pair: SetPair): string;
  /** The rows with every gap filled that is shorter than some milliseconds. */
  merging(rows: string, ms: string): string;
  /** The rows of the first case whose condition holds, else the last ones. */
  choose(
    cases: readonly { readonly when: string; readonly rows: string }[],
    otherwise: string,
  ): string;
  /** Rows with the column `f0`: each day that is touched, once and in order. */
  days(touched: DaysTouched): string;
  /** Rows with the column `f0`: the milliseconds on each day that is touched, in order. */
  perDay(days: DaysMeasured): string;
  /** Rows with the column `f0`: the whole numbers from one to before another, in order. */
  series(from: string, until: string): string;
}

// Beyond every instant of the calendar, as a begin and as an end of what is not in a set.
const before = `(${-(2n ** 62n)}::bigint)`;
const after = `${2n ** 62n}::bigint`;

/** What a set leaves out: the rows between its own. */
const gapsOf = (rows: string) => {
  const from = `case when si = 0 then ${before} else ${rows}[si].b end`;
  const until = `case when si = len(${rows}) then ${after} else ${rows}[si + 1].a end`;
  const all = `list_transform(range(0, len(${rows}) + 1), lambda si: {'a': ${from}, 'b': ${until}})`;
  return `list_filter(${all}, lambda sz: sz.a < sz.b)`;
};

const pairsOf = (left: string, right: string) => {
  const pair = `{'a': greatest(sx.a, sy.a), 'b': least(sx.b, sy.b)}`;
  const pairs = `list_filter(list_transform(${right}, lambda sy: ${pair}), lambda sz: sz.a < sz.b)`;
  return `flatten(list_transform(${left}, lambda sx: ${pairs}))`;
};

const daysIn = ({ rows, first, last }: DaysTouched) => {
  const touched = `list_transform(${rows}, lambda sx: range(sx.${first}, sx.${last} + 1))`;
  return `list_sort(list_distinct(flatten(${touched})))`;
};

/** Sets as lists of structs. What is in either is what is in neither's gaps. */
export const duckdbSets: SetSql = {
  span: (from, until) => `list_filter([{'a': ${from}, 'b': ${until}}], lambda sz: sz.a < sz.b)`,
  joined: ({ left, right, bind }) => gapsOf(bind(pairsOf(bind(gapsOf(left)), bind(gapsOf(right))))),
  shared: ({ left, right }) => pairsOf(left, right),
  without: ({ left, right, bind }) => pairsOf(left, bind(gapsOf(right))),
  merging: (rows, ms) => {
    const begins = `list_filter(${rows}, lambda sx, si: si = 1 or sx.a - ${rows}[si - 1].b >= ${ms})`;
    const ends = `list_filter(${rows}, lambda sx, si: si = len(${rows}) or ${rows}[si + 1].a - sx.b >= ${ms})`;
    return `list_transform(list_zip(${begins}, ${ends}), lambda sz: {'a': sz[1].a, 'b': sz[2].b})`;
  },
  choose: (cases, otherwise) => {
    const written = cases.map(({ when, rows }) => `when ${when} then ${rows}`);
    return `(case ${written.join(' ')} else ${otherwise} end)`;
  },
  days: (touched) => `list_transform(${daysIn(touched)}, lambda sd: {'f0': sd})`,
  series: (from, until) => `list_transform(range(${from}, ${until}), lambda sd: {'f0': sd})`,
  perDay: ({ start, ...touched }) => {
    const { rows } = touched;
    const days = daysIn(touched);
    const part = `greatest(least(sx.b, ${start('(sd + 1)')}) - greatest(sx.a, ${start('sd')}), 0)`;
    const sum = `list_aggregate(list_transform(${rows}, lambda sx: ${part}), 'sum')::bigint`;
    return `list_transform(${days}, lambda sd: {'f0': ${sum}})`;
  },
};

const rangesOf = (rows: string) =>
  `coalesce((select range_agg(int8range(x.a, x.b)) from (${rows}) as x), '{}'::int8multirange)`;

const combined = (sign: string, { left, right }: SetPair) =>
  `select lower(x.r) as a, upper(x.r) as b, x.o
   from unnest(${rangesOf(left)} ${sign} ${rangesOf(right)}) with ordinality as x(r, o)`;

/** Sets as queries, put together as multiranges; `o` says their order. */
export const postgresqlSets: SetSql = {
  span: (from, until) =>
    `select ${from} as a, ${until} as b, 1::bigint as o where ${from} < ${until}`,
  joined: (pair) => combined('+', pair),
  shared: (pair) => combined('*', pair),
  without: (pair) => combined('-', pair),
  // Gaps and islands: how many gaps were long enough before a row says which run it is of.
  merging: (rows, ms) => {
    const gaps = `select x.a, x.b, x.o, x.a - lag(x.b) over (order by x.o) as gap from (${rows}) as x`;
    const runs = `select y.a, y.b, count(*) filter (where y.gap >= ${ms}) over (order by y.o) as o from (${gaps}) as y`;
    return `select min(z.a) as a, max(z.b) as b, z.o from (${runs}) as z group by z.o`;
  },
  choose: (cases, otherwise) => {
    const earlier = (index: number) =>
      cases.slice(0, index).map(({ when }) => `${when} is not true`);
    const arms = [...cases, { when: 'true', rows: otherwise }].map(({ when, rows }, index) => {
      const holds = [...earlier(index), when].join(' and ');
      return `select x.a, x.b, x.o from (${rows}) as x where ${holds}`;
    });
    return arms.join(' union all ');
  },
  days: ({ rows, first, last }) =>
    `select distinct d.d as f0, d.d as o
     from (${rows}) as x, generate_series(x.${first}, x.${last}) as d(d)`,
  series: (from, until) =>
    `select d.d as f0, d.d as o from generate_series(${from}, ${until} - 1) as d(d)`,
  perDay: ({ rows, first, last, start }) => {
    const part = `greatest(least(x.b, ${start('(d.d + 1)')}) - greatest(x.a, ${start('d.d')}), 0)`;
    return `select sum(${part})::bigint as f0, d.d as o
      from (${rows}) as x, generate_series(x.${first}, x.${last}) as d(d) group by d.d`;
  },
};
