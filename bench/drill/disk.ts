import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

// Small disks of their own for the data of sites, so that one can be filled without the machine's.

/** So large is the disk of one site; memory is used only for what is written. */
const MEBIBYTES = 3072;

/** Makes the folder a disk of its own. */
export function mountDisk(folder: string): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${MEBIBYTES}m,mode=755`, 'tmpfs', folder]);
}

/** Removes every disk below a folder. */
export function unmountDisks(root: string): void {
  const mounts = readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
    .filter((folder) => folder.startsWith(`${root}/`));
  for (const folder of mounts) spawnSync('umount', ['--lazy', folder]);
}

const ballastOf = (folder: string): string => join(folder, 'ballast');

/** Fills the disk of a folder to its last block. */
export function fillDisk(folder: string): void {
  const file = openSync(ballastOf(folder), 'w');
  let piece = Buffer.alloc(1024 * 1024);
  try {
    while (piece.length > 0) {
      try {
        writeSync(file, piece);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
        // What is left is smaller: at last not a block.
        piece = piece.subarray(0, piece.length >= 4096 ? piece.length >> 1 : 0);
      }
    }
  } finally {
    closeSync(file);
  }
}

/** Removes what filled it. */
export function freeDisk(folder: string): void {
  rmSync(ballastOf(folder), { force: true });
}
