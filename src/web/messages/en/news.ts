import type { NewsKind, NewsWords } from '../../../settlement/news/index.ts';

const subjects: Readonly<Record<NewsKind, string>> = {
  evidence_asked: 'We need more about your claim',
  decision_approved: 'Your claim is decided',
  payment_made: 'Your redress was sent',
  payment_returned: 'Your redress came back',
};

const sentences: Readonly<Record<NewsKind, string>> = {
  evidence_asked:
    'We need more documents to decide. The page of your claim says which ones, and you can send them there. Our deadline stops until you do; taking your time does not count against you.',
  decision_approved:
    'A decision is made. The page of your claim shows what came out, why, and by which clause. If you do not agree, you can appeal there.',
  payment_made: 'Your redress was sent. The page of your claim shows the details.',
  payment_returned:
    'The redress we sent came back. Tell us on the page of your claim which account to pay to, and it goes there.',
};

/** Writes what a claimant is told about the claim, in English. */
export const newsWords: NewsWords = ({ kind, claimNumber, incidentTitle, link }) => ({
  subject: subjects[kind],
  text: `[${incidentTitle}] Claim ${claimNumber}\n${sentences[kind]}\n\nSee your claim: ${link}\n\nWe never ask for a password or a code.`,
});
