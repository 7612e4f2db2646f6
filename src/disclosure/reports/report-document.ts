import type { Figures } from '../figures/figures.ts';
import type { ReportText } from '../report-text/index.ts';

/** Text in both languages. */
export interface InBoth {
  readonly ko: string;
  readonly en: string;
}

/** What was lost when a domain was lost, as the continuity room assessed it. */
export interface LossPicture {
  readonly domains: readonly string[];
  readonly nodeCount: number;
  readonly downCount: number;
  readonly stuckCount: number;
  readonly stuck: readonly string[];
}

/** A public commitment, its last day and the day it was kept, if it was. */
export interface PromisePicture {
  readonly title: InBoth;
  readonly owner: string;
  readonly dueOn: string;
  readonly keptOn: string | null;
  readonly proof: string | null;
  readonly proofUrl: string | null;
}

/** What must not recur, as the continuity room knows it. */
export interface ContinuityPicture {
  readonly inventoryName: string | null;
  readonly inventoryHash: string | null;
  readonly losses: readonly LossPicture[];
  readonly promises: readonly PromisePicture[];
}

/** A document attached to the timeline; `sha256` is of the bytes that are published. */
export interface AttachmentPicture {
  readonly filename: string;
  readonly mediaType: string;
  readonly byteCount: number;
  readonly sha256: string;
}

/** One statement of impact that is adopted; instants as RFC 3339 text. */
export interface ImpactPicture {
  readonly service: string;
  readonly function: string;
  readonly scope: Readonly<Record<string, string>>;
  readonly severity: 'down' | 'degraded';
  readonly statedBy: string;
  readonly sources: readonly number[];
  readonly reason: string;
  readonly intervals: readonly { readonly from: string; readonly until: string | null }[];
}

/** A correction of an adopted impact: what was taken in its place, why, and by how much it differs. */
export interface CorrectionPicture {
  readonly service: string;
  readonly function: string;
  readonly reason: string;
  readonly adoptedAt: string;
  readonly addedMs: number;
  readonly removedMs: number;
}

/** A legal duty and how it was met. */
export interface ClockPicture {
  readonly code: string;
  readonly titles: InBoth;
  readonly charge: 'paid' | 'free';
  readonly state: string;
  readonly dueAt: string | null;
  readonly metAt: string | null;
  readonly delayMs: number | null;
  readonly sources: readonly number[];
}

/** A published report, as in its canonical JSON. */
export interface ReportDocument {
  readonly format: 'amends-report/2';
  readonly incident: {
    readonly slug: string;
    readonly titles: InBoth;
    readonly zone: string;
    readonly state: 'open' | 'restored' | 'closed';
    readonly openedAt: string;
    readonly restoredAt: string | null;
    readonly parties: readonly { readonly code: string; readonly titles: InBoth }[];
    readonly functions: readonly {
      readonly service: string;
      readonly function: string;
      readonly titles: InBoth;
    }[];
    readonly sources: readonly {
      readonly number: number;
      readonly address: string;
      readonly remark?: string;
    }[];
  };
  readonly text: ReportText;
  readonly timeline: readonly {
    readonly at: string;
    readonly precision: string;
    readonly text: InBoth;
    readonly statedBy: string;
    readonly sources: readonly number[];
    readonly isContested: boolean;
    /** documents that everybody may read; absent where there is none */
    readonly attachments?: readonly AttachmentPicture[];
  }[];
  readonly impacts: readonly ImpactPicture[];
  readonly findings: readonly {
    readonly layer: string;
    readonly text: InBoth;
    readonly statedBy: string;
    readonly sources: readonly number[];
    readonly isContested: boolean;
  }[];
  readonly responsibilities: readonly {
    readonly statedBy: string;
    readonly reason: InBoth;
    readonly isAssumed: boolean;
    /** the cause it is about; absent of the incident as a whole */
    readonly cause?: InBoth;
    /** what it rests on; absent in reports from before it was told, and where there is nothing */
    readonly sources?: readonly number[];
    readonly shares: readonly {
      readonly kind: string;
      readonly party: string | null;
      readonly share: string;
    }[];
  }[];
  readonly clocks: readonly ClockPicture[];
  readonly corrections: readonly CorrectionPicture[];
  readonly policies: readonly {
    readonly policyId: string;
    readonly version: string;
    readonly hash: string;
    readonly titles: InBoth;
    readonly applies: string;
  }[];
  readonly inputs: readonly { readonly name: string; readonly sha256: string }[];
  readonly figures: Figures;
  readonly continuity: ContinuityPicture | null;
}

/** Reads a published document; undefined for one of an earlier format. */
export function parseReportDocument(document: string): ReportDocument | undefined {
  const read = JSON.parse(document) as { format?: string };
  return read.format === 'amends-report/2' ? (read as ReportDocument) : undefined;
}
