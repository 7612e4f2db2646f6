import type { CareMessages } from '../../ko/console/care.ts';

/** Every sentence about how claims are reviewed and how personal data is kept, in English. */
export const care: CareMessages = {
  navigation: 'Review rules and personal data',
  title: 'Review rules and personal data',
  lead: 'Targets and second looks, how long personal data is kept, requests for erasure, and what claimants say.',
  version: (version) =>
    version === '0' ? 'The usual values hold.' : `Version ${version} holds now.`,
  readOnly: 'Approvers change this.',
  save: 'Publish as the next version',
  saved: 'The new version holds now.',
  rules: {
    title: 'Review rules',
    targetHours: 'Target for the decision (hours)',
    raiseHours: 'Look first at what has waited (hours)',
    raiseHint: 'Fewer than the target. Time spent waiting for the claimant does not count.',
    perThousand: 'Second look by chance (of 1,000 decisions)',
    seed: 'Seed of the drawing',
    seedHint: 'With the same seed an auditor draws the same decisions.',
    amount: (currency) => `Always a second look from (${currency})`,
    amountHint: 'Empty: the amount alone calls for none.',
    appealDays: 'Time to appeal (days from the approval)',
    whole: 'Digits only, such as 240',
    shorter: 'Fewer hours than the target',
  },
  retention: {
    title: 'How long personal data is kept',
    days: 'Days kept after the last decision',
    never: 'No time is set, so nothing is erased by itself.',
    now: (days) => `Erased ${days} days after the last decision.`,
    whole: 'A number from 1 to 36,500',
    confirmTitle: 'Change how long personal data is kept',
    consequence: (days) =>
      `Names, contacts, accounts, answers and documents of claims decided more than ${days} days ago are erased at once. This cannot be undone.`,
  },
  requests: {
    title: 'Requests for erasure',
    caption: 'Requests nobody has carried out yet',
    number: 'Claim number',
    state: 'State',
    askedAt: 'Asked',
    empty: 'No request waits.',
  },
  satisfaction: {
    title: 'What claimants say',
    caption: 'Answers by outcome and rating',
    outcome: 'Outcome',
    rating: 'Rating (of 5)',
    count: 'Answers',
    clear: 'Explanation clear',
    unclear: 'Explanation unclear',
    empty: 'Nobody has answered yet.',
    small: 'Answers are counted without names.',
  },
  person: {
    title: 'Asked for by the person',
    lead: 'Only when the person asked for it. What you do is recorded.',
    export: 'Download everything that is kept',
    exported: 'The file was downloaded. Give it to the person only.',
    erase: 'Erase the personal data',
    confirmTitle: 'Erase the personal data',
    consequence:
      'Name, contact, account, answers and documents go, and their keys are destroyed. Decisions, payments and proofs stay. This cannot be undone.',
  },
  correction: {
    title: 'Facts to correct',
    hint: 'Write only those facts the policy used that are wrong. The policy works out the amount again, and other claims in the same position are found.',
    policy: 'Facts of which policy',
    none: 'The facts are right',
    was: (value) => `now: ${value}`,
    missing: 'Correct one fact or more.',
  },
};
