import type { Outcome } from '../../kernel/index.ts';
import { accept } from '../../kernel/index.ts';
import type { InventoryRefusal } from '../read/finding.ts';
import type { TextFile } from '../read/read-yaml.ts';
import type { Importer, ImportFile } from './import-file.ts';
import type { Sketch } from './sketch.ts';
import { sketchFile } from './sketch.ts';
import { readBackstage } from './sources/backstage.ts';
import { readCompose } from './sources/docker-compose.ts';
import { readHostVariables } from './sources/env-file.ts';
import { readKubernetes } from './sources/kubernetes.ts';
import { readServiceGraph } from './sources/otel-service-graph.ts';
import { readTerraformState } from './sources/terraform-state.ts';

/** What an import is told besides the files. */
export interface ImportSettings {
  /** The id of the domain things stand in where the source names no place. */
  readonly site?: string | undefined;
  /** The zones of a Kubernetes cluster. */
  readonly zones?: readonly string[] | undefined;
  /** The text of the `.env` file beside a compose file. */
  readonly environment?: string | undefined;
  /** The local date it is read on. */
  readonly date: string;
}

/** Reads files by an importer; each edge has its source, date and class of evidence. */
export function readSource(
  importer: Importer,
  files: readonly TextFile[],
  settings: ImportSettings,
): Outcome<ImportFile, InventoryRefusal> {
  const read = readBy(importer, files, settings);
  if (!read.ok) return read;
  const file = files
    .map(({ name }) => name)
    .join(', ')
    .slice(0, 2_000);
  return accept(sketchFile(read.value, { importer, file, date: settings.date }));
}

function readBy(
  importer: Importer,
  files: readonly TextFile[],
  settings: ImportSettings,
): Outcome<Sketch, InventoryRefusal> {
  switch (importer) {
    case 'docker-compose':
      return readCompose(files, {
        site: settings.site ?? 'host',
        substitutes: readHostVariables(settings.environment ?? ''),
      });
    case 'kubernetes':
      return readKubernetes(files, {
        site: settings.site ?? 'cluster',
        zones: settings.zones ?? [],
      });
    case 'backstage':
      return readBackstage(files);
    case 'terraform-state':
      return readTerraformState(files);
    case 'otel-service-graph':
      return readServiceGraph(files);
  }
}
