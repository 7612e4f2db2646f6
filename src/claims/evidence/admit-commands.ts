import { accept, type JsonValue, type Outcome } from '../../kernel/index.ts';
import type { Context } from '../../platform/index.ts';
import { loadQuestionnaire } from '../queries.ts';
import { testLossOf } from '../sales/test-loss.ts';
import type { DocumentRefusal } from './examine-document.ts';
import { examineForTaking } from './upload-commands.ts';

interface Sent {
  readonly kind: string;
  readonly filename: string;
  readonly bytes: Uint8Array;
}

/**
 * Examines the documents of a claim before it goes through the gate, and runs the loss test on them;
 * a claim without documents passes at once.
 *
 * @returns the loss test, where the questionnaire has one and a sales file came
 */
export async function admitEvidence(
  ctx: Context,
  claim: {
    readonly incidentId: string;
    readonly questionnaireVersion: number;
    readonly evidence: readonly Sent[];
  },
): Promise<Outcome<{ readonly lossTest?: JsonValue }, DocumentRefusal>> {
  const { incidentId, questionnaireVersion: version, evidence } = claim;
  if (evidence.length === 0) return accept({});
  for (const document of evidence) {
    const examined = await examineForTaking(ctx, document);
    if (!examined.ok) return examined;
  }
  const form = await ctx.read((tx) => loadQuestionnaire(tx, { incidentId, version }));
  if (form === undefined) return accept({});
  const lossTest = await testLossOf(evidence, form.questionnaire);
  return accept(lossTest === undefined ? {} : { lossTest });
}
