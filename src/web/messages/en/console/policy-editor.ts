import type { PolicyEditorMessages } from '../../ko/console/policy-editor.ts';

/** What the policy editor says of a word that is pointed at. */
export const policyEditor: PolicyEditorMessages = {
  kinds: {
    fact: 'fact',
    constant: 'constant',
    let: 'part of the calculation',
    reading: 'reading',
  },
  keyword: 'A word of the policy language.',
  keywords: {
    fact: 'fact NAME : TYPE from SOURCE – declares one fact about a party.',
    constant: 'constant NAME = VALUE from DATE – a value that may change by date.',
    reading: 'reading NAME = A or B taken A because "…" – the reading taken where sources differ.',
    let: 'let NAME = EXPRESSION – names a part of the calculation; it shows in the explanation.',
    for: 'for CONDITION – the audience of a rule; the awards after it are for this audience only.',
    needs: 'needs NAME, NAME – the documents to be shown before anything is given.',
    exclude: 'exclude when CONDITION because REASON – nothing is given when it holds.',
    review: 'review when CONDITION because REASON – a person decides when it holds.',
    award: 'award REMEDY AMOUNT – what is given, and how much.',
    by: 'by KEY, then a row for each band – bands may leave no gap and no overlap.',
    marginal: 'marginal by – each band counts for the part of the key inside it.',
    rounded: 'rounded up|down|half up|half even to STEP – which way, and to what.',
    less: 'less AMOUNT – takes off what was already given.',
    completed: 'completed UNIT in LENGTH – whole units only.',
    begun: 'begun UNIT in LENGTH – a unit that has begun counts as one.',
    counted: 'counted UNIT in LENGTH part from X – a part of X or more counts as one.',
    each: 'each – the value of the list that is being gone through.',
    instead: 'instead of §… – stands in place of the awards of that clause.',
    payable: 'payable automatic|on-claim|on-acceptance – how the award is come by.',
    expires: 'expires after|on – an award with an end; it is reported with the policy.',
    requires: 'requires … – asks something of whoever receives it; reported with the policy.',
  },
};
