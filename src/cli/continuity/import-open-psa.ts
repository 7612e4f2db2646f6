import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseInventory, renderFinding } from '../../continuity/index.ts';
import { treeInventory } from '../../continuity/open-psa/index.ts';
import { makeFolder } from '../../platform/index.ts';
import { CommandExit, exitCode } from '../shell/exit.ts';
import { plural } from '../shell/table.ts';
import { openFaultTree } from './open-fault-tree.ts';
import { printJson } from './open-inventory.ts';

/** What importing a fault tree is told. */
export interface TreeImportFlags {
  readonly into: string;
  readonly name?: string;
  readonly top?: string;
  readonly write?: boolean;
  readonly json?: boolean;
}

/**
 * Makes an inventory of a fault tree and writes it when told to; an existing file is never written over.
 *
 * @throws CommandExit 2 when an inventory cannot say what the tree says, 4 when the file exists
 */
export async function importTree(paths: readonly string[], flags: TreeImportFlags): Promise<void> {
  const [path = '', ...others] = paths;
  if (others.length > 0) {
    const message = `open-psa takes one file; found ${paths.length}. Import each into a folder of its own.`;
    throw new CommandExit(message, exitCode.wrongInput);
  }
  const { tree, leftOut } = await openFaultTree(
    path,
    flags.top === undefined ? {} : { top: flags.top },
  );
  const made = treeInventory(tree);
  if ('gate' in made) {
    const what = made.found === 'true' ? 'always fails' : `uses <${made.found}>`;
    const message = `${path}: gate "${made.gate}" ${what}; an inventory says only what must hold, with and, or and atleast. \`amends continuity cut-sets\` solves the tree as it is.`;
    throw new CommandExit(message, exitCode.wrongInput);
  }
  const target = join(flags.into, `${flags.name ?? 'open-psa'}.yaml`);
  const read = parseInventory([{ name: target, text: made.text }]);
  if (!read.ok) {
    throw new CommandExit(read.refusal.findings.map(renderFinding).join('\n'), exitCode.wrongInput);
  }
  if (flags.write === true) await writeNew(target, { folder: flags.into, text: made.text });
  const notes = [
    ...leftOut.map((name) => `<${name}> was left out: it is not read.`),
    ...made.notes,
  ];
  const size = { domains: read.value.domains.size, nodes: read.value.nodes.size };
  if (flags.json === true) {
    printJson({ target, written: flags.write === true, top: made.top, ...size, notes });
    return;
  }
  const lines = notes.map((note) => `note: ${note}`);
  const head = `${plural(size.domains, 'domain')}, ${plural(size.nodes, 'node')}; the top is ${made.top}.`;
  process.stdout.write(`${[head, ...lines].join('\n')}\n`);
  const dry = `Nothing is written. --write writes ${target}.`;
  process.stderr.write(`${flags.write === true ? `Written: ${target}` : dry}\n`);
}

async function writeNew(
  target: string,
  what: { readonly folder: string; readonly text: string },
): Promise<void> {
  await makeFolder(what.folder);
  await writeFile(target, what.text, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    const found =
      error.code === 'EEXIST' ? 'is there already and is not written over' : 'cannot be written';
    const message = `${target} ${found} (${error.code ?? error.message}). Name another with --name or --into.`;
    throw new CommandExit(
      message,
      error.code === 'EEXIST' ? exitCode.conflict : exitCode.wrongInput,
    );
  });
}
