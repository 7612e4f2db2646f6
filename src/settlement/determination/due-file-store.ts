import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { assert } from '../../kernel/index.ts';
import { quoteSqlText } from '../../policy/compile/index.ts';
import type { Population } from '../population/population-store.ts';
import { readRows } from '../population/simulate/tuples-store.ts';

/** So many rows DuckDB writes as one row group, unless told otherwise. */
const groupRows = 122_880;
const mostWaiting = 2 * groupRows;

/** The SQL of the columns of what is due, out of the rows that wait and of the table of units. */
const columnsOf = (amountType: string): string =>
  `party_id, party_class, policy, clause, remedy, name,
   case when currency is not null then share::${amountType} end as amount_minor,
   currency, quantity, unit`;

/**
 * Writes the file of what is due out of rows that come part by part, in the order of the awards.
 *
 * The rows wait in the table `due_row`. Whenever there are enough, as many whole row groups as they
 * fill are moved to a file of their own, so that the row groups at the end are always the same, in
 * however many parts the rows came.
 */
export class DueFile {
  readonly #population: Population;
  readonly #files: string[] = [];
  readonly #dir: string;
  readonly #amountType: string;
  #lastPlace = -1;

  private constructor(population: Population, of: { dir: string; amountType: string }) {
    this.#population = population;
    this.#dir = of.dir;
    this.#amountType = of.amountType;
  }

  /** Begins a file, for amounts of the type of an awards file's. @param partyType of its ids */
  static async open(
    population: Population,
    of: { readonly awards: string; readonly out: string; readonly partyType: string },
  ): Promise<DueFile> {
    const dir = `${of.out}.parts`;
    await rm(dir, { force: true, recursive: true });
    await mkdir(dir);
    const described = await readRows(
      population,
      `describe select amount_minor from read_parquet(${quoteSqlText(of.awards)})`,
    );
    await population.connection.run(`create or replace temp table due_row (place bigint,
      party_id ${of.partyType}, party_class varchar, label integer, share hugeint, quantity varchar)`);
    return new DueFile(population, { dir, amountType: String(described[0]?.column_type) });
  }

  /** Moves what fills row groups out of the table, where enough rows wait. */
  async takeWaiting(): Promise<void> {
    const [row] = await readRows(this.#population, 'select count(*) as waiting from due_row');
    const waiting = Number(row?.waiting);
    if (waiting < mostWaiting) return;
    await this.#move(waiting - (waiting % groupRows));
  }

  /** Moves the first rows that wait to a file. */
  async #move(count: number): Promise<void> {
    const { connection } = this.#population;
    const first = `select * from due_row order by place limit ${count}`;
    const file = join(this.#dir, `${this.#files.length}.parquet`);
    await connection.run(`copy (select ${columnsOf(this.#amountType)}
      from (${first}) join due_unit using (label) order by place)
      to ${quoteSqlText(file)} (format parquet, preserve_order true)`);
    this.#files.push(file);
    const [ends] = await readRows(
      this.#population,
      `select min(place) as least, max(place) as most from (select place from due_row order by place limit ${count})`,
    );
    if (ends?.most === null || ends === undefined) return;
    const isAfter = Number(ends.least) > this.#lastPlace;
    assert(isAfter, 'determination: parts come in the order of the awards', { ...ends });
    this.#lastPlace = Number(ends.most);
    await connection.run(
      `create or replace temp table due_rest as select * from due_row where place > ${this.#lastPlace};
       drop table due_row; alter table due_rest rename to due_row`,
    );
  }

  /** Puts all together at a place: the same rows always give the same bytes. */
  async writeTo(out: string): Promise<void> {
    const { connection } = this.#population;
    const [row] = await readRows(this.#population, 'select count(*) as waiting from due_row');
    await this.#move(Number(row?.waiting));
    const files = this.#files.map(quoteSqlText).join(', ');
    const part = `${out}.part`;
    try {
      await connection.run(`copy (select * from read_parquet([${files}]))
        to ${quoteSqlText(part)} (format parquet, preserve_order true, compression zstd)`);
      await rename(part, out);
    } finally {
      await rm(part, { force: true });
    }
  }

  /** Removes what was only needed meanwhile. */
  async close(): Promise<void> {
    await rm(this.#dir, { force: true, recursive: true });
    await this.#population.connection.run('drop table if exists due_row');
  }
}
