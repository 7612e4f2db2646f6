/** Shows how far long work is: one rewritten line on a terminal, a line per tenth elsewhere. */
export interface Progress {
  /** @param share from 0 to 1, inclusive; 1 ends the line */
  report(share: number, detail?: string): void;
  done(detail?: string): void;
}

const barWidth = 24;

function renderBar(share: number): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * barWidth);
  return `[${'#'.repeat(full)}${'.'.repeat(barWidth - full)}] ${String(Math.floor(share * 100)).padStart(3)} %`;
}

/** Opens the progress of one step on standard error. */
export function openProgress(label: string): Progress {
  const out = process.stderr;
  let lastTenth = -1;
  const report = (share: number, detail = ''): void => {
    if (share >= 1 && !out.isTTY) return; // the line of the end comes from done()
    const line = `${label.padEnd(34)} ${renderBar(share)} ${detail}`;
    if (out.isTTY) {
      out.write(`\r${line}\u001b[K`);
      return;
    }
    const tenth = Math.floor(share * 10);
    if (tenth > lastTenth) out.write(`${line.trimEnd()}\n`);
    lastTenth = Math.max(lastTenth, tenth);
  };
  return {
    report,
    done(detail) {
      report(1, detail);
      if (out.isTTY) out.write('\n');
      else out.write(`${label.padEnd(34)} ${renderBar(1)} ${detail ?? ''}`.trimEnd().concat('\n'));
    },
  };
}
