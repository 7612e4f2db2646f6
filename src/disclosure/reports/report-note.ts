/**
 * Gives the text of the note that signs a version of a report: five lines that name what is signed.
 * Its first line is never the origin of a log, so that it cannot pass for a checkpoint.
 *
 * @source C2SP signed-note
 */
export function renderReportNoteText(report: {
  readonly slug: string;
  readonly version: number;
  readonly hash: string;
}): string {
  const { slug, version, hash } = report;
  return `amends report of an incident\n${slug}\nversion ${version}\nsha256 ${hash}\n`;
}
