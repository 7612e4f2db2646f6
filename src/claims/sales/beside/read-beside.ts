import type { JsonValue } from '../../../kernel/index.ts';
import { openThreads, sparedCores, type WorkDone } from '../../../platform/beside/index.ts';
import type { Questionnaire } from '../../questionnaire.ts';
import type { ShownLoss } from '../show-loss.ts';
import { type SentFile, salesFileOf, testSales } from '../test-loss.ts';
import { type SalesResult, type SalesTask, workOnSales } from './sales-work.ts';

// The longest file that is taken, of 20 MB, is read in some five seconds.
const threads = openThreads<SalesTask, SalesResult>({
  program: new URL('./sales-worker.js', import.meta.url),
  work: workOnSales,
  limits: { seconds: 30, memoryMb: 1_024, threadCount: sparedCores(), waitingMax: 64 },
});

/** Text of fewer bytes is read at once: handing it over would take as long. */
const besideFrom = 64 * 1024;
const archiveMark = 'PK';

async function read(task: SalesTask): Promise<WorkDone<SalesResult>> {
  const { bytes } = task;
  const isArchive = Buffer.from(bytes.subarray(0, 2)).toString('latin1') === archiveMark;
  if (!isArchive && bytes.length < besideFrom) {
    return { isDone: true, value: await workOnSales(task) };
  }
  return threads(task);
}

const tooCostly = { ok: false, refusal: { code: 'sales_file_too_costly' } } as const;

/** What a thread needs of a questionnaire; the rest of it would be copied for nothing. */
const partOf = ({ lossTest, currency }: SalesTask['questionnaire']) =>
  lossTest === undefined ? { currency } : { lossTest, currency };

/**
 * Runs the loss test on the sales file among the evidence, text or workbook, beside the main thread.
 *
 * @returns the result with the weeks used, or why there is none; undefined without a sales file
 * @throws PlatformError `overloaded` when too many files wait already
 */
export async function testLossOf(
  evidence: readonly SentFile[],
  questionnaire: Questionnaire,
): Promise<JsonValue | undefined> {
  const file = salesFileOf(evidence, questionnaire);
  if (file === undefined) return undefined;
  const { bytes } = file;
  const done = await read({ kind: 'test', bytes, questionnaire: partOf(questionnaire) });
  return done.isDone ? done.value.test : testSales(tooCostly, questionnaire);
}

/**
 * Runs the loss test on a sales file beside the main thread and shows both weeks day by day.
 *
 * @returns undefined when the questionnaire has no loss test
 * @throws PlatformError `overloaded` when too many files wait already
 */
export async function showLoss(
  bytes: Uint8Array,
  questionnaire: SalesTask['questionnaire'],
): Promise<ShownLoss | undefined> {
  if (questionnaire.lossTest === undefined) return undefined;
  const done = await read({ kind: 'show', bytes, questionnaire: partOf(questionnaire) });
  return done.isDone ? done.value.shown : tooCostly;
}
