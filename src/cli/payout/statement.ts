import { writeFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { sql, systemActor } from '../../platform/index.ts';
import {
  composeStatement,
  loadStatement,
  renderStatementHtml,
  renderStatementPdf,
  type StatementLanguage,
} from '../../settlement/statement/index.ts';
import { CommandExit, exitCode } from '../shell/exit.ts';
import { openInstallation } from '../shell/installation.ts';

interface StatementOptions {
  readonly language: StatementLanguage;
  readonly out: string;
  readonly database?: string;
}

async function makeStatement(number: string, options: StatementOptions): Promise<void> {
  const { database, language, out } = options;
  const installation = await openInstallation(database === undefined ? {} : { database });
  try {
    const ctx = installation.platform.context({ actor: systemActor });
    const { rows } = await ctx.read((tx) =>
      sql<{ id: string }>`select id from claims.claim where number = ${number}`.execute(tx),
    );
    const statement = await loadStatement(ctx, rows[0]?.id ?? ctx.newId());
    if (!statement.ok) {
      throw new CommandExit(`There is no claim ${number}.`, exitCode.wrongInput);
    }
    const text = composeStatement(statement.value, language);
    const isPage = out.endsWith('.html');
    const content = isPage ? await renderStatementHtml(text) : await renderStatementPdf(text);
    await writeFile(out, content, { mode: 0o600 });
    process.stdout.write(`${out}\n`);
  } finally {
    await installation.close();
  }
}

/** `amends payout statement`: what a claimant was awarded and paid, as a page or a PDF. */
export function statementCommand(): Command {
  return new Command('statement')
    .description("write a claimant's statement: what was decided, sent and paid, and its proof")
    .argument('<number>', 'the claim number')
    .requiredOption('--out <path>', 'where to: .html for a page, anything else for a PDF')
    .addOption(new Option('--language <code>', 'its language').choices(['ko', 'en']).default('ko'))
    .option('--database <name>', 'a database beside the platform’s own, as `case run` uses')
    .action(makeStatement);
}
