import { accept, type JsonValue, type Outcome } from '../../kernel/index.ts';
import type { Context } from '../../platform/index.ts';
import { loadQuestionnaire } from '../queries.ts';
import type { Questionnaire } from '../questionnaire.ts';
import { testLossOf } from '../sales/beside/read-beside.ts';
import type { DocumentRefusal } from './examine-document.ts';
import { examineForTaking } from './upload-commands.ts';

interface Sent {
  readonly kind: string;
  readonly filename: string;
  readonly bytes: Uint8Array;
}

type Admitted = Outcome<{ readonly lossTest?: JsonValue }, DocumentRefusal>;

/**
 * Examines the documents of a claim before it goes through the gate, and runs the loss test on them;
 * a claim without documents passes at once. Asks no database, so it also works while that is away.
 *
 * @returns the loss test, where the questionnaire has one and a sales file came
 */
export async function admitDocuments(
  ctx: Context,
  claim: {
    readonly evidence: readonly Sent[];
    readonly questionnaire: Questionnaire | undefined;
  },
): Promise<Admitted> {
  const { evidence, questionnaire } = claim;
  for (const document of evidence) {
    const examined = await examineForTaking(ctx, document);
    if (!examined.ok) return examined;
  }
  if (questionnaire === undefined) return accept({});
  const lossTest = await testLossOf(evidence, questionnaire);
  return accept(lossTest === undefined ? {} : { lossTest });
}

/** Does as {@link admitDocuments} does, with the questionnaire the claim names. */
export async function admitEvidence(
  ctx: Context,
  claim: {
    readonly incidentId: string;
    readonly questionnaireVersion: number;
    readonly evidence: readonly Sent[];
  },
): Promise<Admitted> {
  const { incidentId, questionnaireVersion: version, evidence } = claim;
  if (evidence.length === 0) return accept({});
  const form = await ctx.read((tx) => loadQuestionnaire(tx, { incidentId, version }));
  return admitDocuments(ctx, { evidence, questionnaire: form?.questionnaire });
}
