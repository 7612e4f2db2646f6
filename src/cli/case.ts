import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { findProjectDir } from '../platform/index.ts';
import { parseScale, type Scale } from './case/generate/scale.ts';
import type { Case } from './case/read/case.ts';
import { readCase } from './case/read/read-case.ts';
import { renderCaseFinding } from './case/read/read-yaml.ts';
import { nameCaseDatabase } from './case/run/case-database.ts';
import { readPolicies } from './case/run/publish-policies.ts';
import { renderResult, renderResultJson } from './case/run/render-result.ts';
import { runCase } from './case/run/run-case.ts';
import { CommandExit, exitCode } from './shell/exit.ts';
import { openInstallation } from './shell/installation.ts';

function findCaseDir(name: string): string {
  const own = join(findProjectDir(), 'cases', name);
  for (const dir of [own, resolve(name)]) {
    if (existsSync(join(dir, 'case.yaml'))) return dir;
  }
  const known = readdirSync(join(findProjectDir(), 'cases')).join(', ');
  throw new CommandExit(
    `There is no case "${name}": neither of that name (${known}) nor a folder with a case.yaml.`,
    exitCode.wrongInput,
  );
}

/** Reads a case by its name or folder; what is wrong in it ends the command with every finding. */
export async function openCase(name: string): Promise<Case> {
  const found = await readCase(findCaseDir(name));
  if (found.ok) return found.value;
  const lines = found.refusal.findings.map(renderCaseFinding);
  throw new CommandExit(lines.join('\n'), exitCode.wrongInput);
}

function readScale(text: string): Scale {
  const scale = parseScale(text);
  if (scale.ok) return scale.value;
  throw new CommandExit(
    `--scale is "${text}"; it should be above 0 and at most 1, such as 0.01 or 1/1000.`,
    exitCode.wrongInput,
  );
}

function runCommand(): Command {
  return new Command('run')
    .description('take a case through the rooms, on a database of its own; again changes nothing')
    .argument('<case>', 'a case of the cases folder, or a folder')
    .option('--scale <share>', 'the share of the real population, above 0, at most 1', '0.001')
    .option('--json', 'print one JSON document; progress stays on standard error')
    .action(async (name: string, options: { scale: string; json?: boolean }) => {
      const scale = readScale(options.scale);
      const found = await openCase(name);
      const projectDir = findProjectDir();
      await readPolicies(found, { projectDir }); // before there is a database
      const database = await nameCaseDatabase(found, { scale, projectDir });
      process.stderr.write(`The database of this content at this scale: ${database}\n`);
      const installation = await openInstallation({ database });
      try {
        const result = await runCase(installation.platform, { found, scale });
        const text = options.json
          ? JSON.stringify(renderResultJson(result), null, 2)
          : renderResult(result);
        process.stdout.write(`${text}\n`);
      } finally {
        await installation.close();
      }
    });
}

/** `amends case`: worked outages as data. */
export function caseCommand(): Command {
  return new Command('case').description('worked outages, as data').addCommand(runCommand());
}
