import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { createServer } from 'node:net';
import { Command } from 'commander';
import { type Config, loadConfig } from '../platform/index.ts';
import { CommandExit, exitCode } from './exit.ts';
import { openInstallation } from './installation.ts';

interface Finding {
  readonly name: string;
  readonly isGood: boolean;
  readonly detail: string;
  readonly mend?: string;
}

function checkNode(): Finding {
  const [major = 0] = process.versions.node.split('.').map(Number);
  const detail = `${process.version}`;
  if (major >= 24) return { name: 'Node', isGood: true, detail };
  return { name: 'Node', isGood: true, detail: `${detail}; it works, Node 24 is recommended` };
}

function checkFolder(config: Config): Finding {
  const name = 'Data folder';
  if (!existsSync(config.dataDir)) {
    return { name, isGood: true, detail: `${config.dataDir} (made at the first start)` };
  }
  try {
    accessSync(config.dataDir, constants.W_OK);
  } catch {
    const mend = 'Make it writable, or name another with AMENDS_DATA_DIR.';
    return { name, isGood: false, detail: `${config.dataDir} cannot be written`, mend };
  }
  const { bavail, bsize } = statfsSync(config.dataDir);
  const freeGib = Math.floor((bavail * bsize) / 2 ** 30);
  const detail = `${config.dataDir}, ${freeGib} GiB free`;
  const mend = 'Free some space: PostgreSQL stops when the disk is full.';
  return freeGib >= 2 ? { name, isGood: true, detail } : { name, isGood: false, detail, mend };
}

function checkPort(config: Config): Promise<Finding> {
  const name = 'Port';
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      const detail = `${config.host}:${config.port} is in use (by a running Amends, perhaps)`;
      resolve({ name, isGood: true, detail });
    });
    server.listen(config.port, config.host, () => {
      server.close(() =>
        resolve({ name, isGood: true, detail: `${config.host}:${config.port} is free` }),
      );
    });
  });
}

async function checkDatabase(): Promise<Finding> {
  const name = 'Database';
  try {
    const installation = await openInstallation();
    await installation.close();
    const kind = installation.config.databaseUrl === undefined ? 'embedded' : 'DATABASE_URL';
    return { name, isGood: true, detail: `answers (${kind}), schema up to date` };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { name, isGood: false, detail, mend: 'See the sentence above.' };
  }
}

function renderFinding({ name, isGood, detail, mend }: Finding): string {
  const line = `${isGood ? 'ok  ' : 'BAD '} ${name.padEnd(12)} ${detail}`;
  return mend === undefined ? line : `${line}\n     ${''.padEnd(12)} ${mend}`;
}

/** `amends doctor`: what is wrong with this machine or its configuration, and how to mend it. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('check this machine and its configuration, and say how to mend what is wrong')
    .option('--json', 'print one JSON document')
    .action(async (options: { json?: boolean }) => {
      const config = loadConfig(process.env);
      const findings = [
        checkNode(),
        checkFolder(config),
        await checkPort(config),
        await checkDatabase(),
      ];
      const text = options.json
        ? JSON.stringify({ findings }, null, 2)
        : findings.map(renderFinding).join('\n');
      process.stdout.write(`${text}\n`);
      if (findings.some(({ isGood }) => !isGood)) throw new CommandExit('', exitCode.failed);
    });
}
