import type { z } from 'zod';
import type {
  caseFileSchema,
  causesFileSchema,
  clocksFileSchema,
  incidentFileSchema,
  sourcesFileSchema,
} from './incident-file.ts';
import type {
  claimsFileSchema,
  populationFileSchema,
  publishedFileSchema,
  questionnaireFileSchema,
} from './people-file.ts';
import type { ReadFile } from './read-yaml.ts';
import type { reportFileSchema } from './report-file.ts';

export type CaseFile = z.output<typeof caseFileSchema>;
export type IncidentFile = z.output<typeof incidentFileSchema>;
export type CausesFile = z.output<typeof causesFileSchema>;
export type ClocksFile = z.output<typeof clocksFileSchema>;
export type QuestionnaireFile = z.output<typeof questionnaireFileSchema>;
export type PopulationFile = z.output<typeof populationFileSchema>;
export type ClaimsFile = z.output<typeof claimsFileSchema>;
export type PublishedFile = z.output<typeof publishedFileSchema>;
export type SourcesFile = z.output<typeof sourcesFileSchema>;
export type ReportFile = z.output<typeof reportFileSchema>;

/** A worked outage as read from its folder: every file checked, alone and against the others. */
export interface Case {
  /** The folder it was read from. */
  readonly dir: string;
  readonly case: CaseFile;
  readonly incident: IncidentFile;
  readonly causes: CausesFile;
  readonly clocks: ClocksFile;
  readonly questionnaire: QuestionnaireFile;
  readonly population: PopulationFile;
  readonly claims: ClaimsFile;
  readonly published: PublishedFile;
  readonly sources: SourcesFile;
  /** Absent when the case publishes no report. */
  readonly report?: ReportFile;
}

/** The same files with the means to point at a field, for the checks between them. */
export interface CaseFiles {
  /** The IANA time zone of the case. */
  readonly zone: string;
  readonly incident: ReadFile<IncidentFile>;
  readonly causes: ReadFile<CausesFile>;
  readonly clocks: ReadFile<ClocksFile>;
  readonly questionnaire: ReadFile<QuestionnaireFile>;
  readonly population: ReadFile<PopulationFile>;
  readonly claims: ReadFile<ClaimsFile>;
  readonly published: ReadFile<PublishedFile>;
  readonly sources: ReadFile<SourcesFile>;
  readonly report?: ReadFile<ReportFile>;
}
