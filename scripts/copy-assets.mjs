// Copies the data files that sources import or read (JSON, .model) beside the compiled code.
import { cpSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const projectDir = dirname(dirname(fileURLToPath(import.meta.url)));
const carried = /\.(json|model|css|svg)$/;

function copyFrom(dir) {
  for (const entry of readdirSync(join(projectDir, dir), { withFileTypes: true })) {
    const path = `${dir}/${entry.name}`;
    if (entry.isDirectory()) copyFrom(path);
    else if (carried.test(entry.name)) {
      const target = join(projectDir, 'dist', path);
      mkdirSync(dirname(target), { recursive: true });
      cpSync(join(projectDir, path), target);
    }
  }
}

copyFrom('src');
