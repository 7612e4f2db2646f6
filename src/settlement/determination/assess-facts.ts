import { accept, renderRational } from '../../kernel/index.ts';
import { type Award, evaluatePolicy, type PolicyDocument, parseFacts } from '../../policy/index.ts';
import type { AssessedAward, Assessor } from './population.ts';

function assessedAward(award: Award): AssessedAward {
  return {
    clause: award.clause,
    remedy: award.remedy,
    ...(award.name === undefined ? {} : { name: award.name }),
    ...(award.amountMinor === undefined ? {} : { amountMinor: award.amountMinor }),
    ...(award.currency === undefined ? {} : { currency: award.currency }),
    ...(award.quantity === undefined ? {} : { quantity: renderRational(award.quantity) }),
    ...(award.unit === undefined ? {} : { unit: award.unit }),
  };
}

/** Gives a policy document as a determination run needs it, over the exact evaluator. */
export function policyAssessor(document: PolicyDocument): Assessor {
  return {
    policyHash: document.hash,
    factNames: [...document.facts.keys(), 'evidence'],
    assess(json) {
      const facts = parseFacts(document, json);
      if (!facts.ok) return facts;
      const { status, awards } = evaluatePolicy(document, facts.value, { alternatives: false });
      return accept({ status, awards: awards.map(assessedAward) });
    },
  };
}
