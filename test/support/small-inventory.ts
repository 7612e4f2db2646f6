/** A small inventory that passes every rule of the gate on 2026-11-27; the tests of the gate break it, one line at a time. */
export const SMALL_INVENTORY = `format: amends-inventory/1
name: small
manualDefaults:
  people: crew
  authenticate: local-keys
  communicate: telephone
domains:
  seoul: { class: site }
  busan: { class: site }
  daegu: { class: site }
  policy-data: { class: configuration_scope, isStaged: true }
  sso: { class: identity_provider }
nodes:
  crew: { kind: people, at: seoul | busan | daegu }
  telephone: { kind: communications, at: '-', roles: [staff-communication] }
  status: { kind: communications, at: daegu | busan, roles: [status-page], reportsOn: [portal] }
  login: { kind: tool, at: sso, roles: [sign-in] }
  local-keys: { kind: document, at: seoul | busan | daegu, roles: [break-glass] }
  runbook: { kind: document, at: seoul | busan | daegu, roles: [runbook, inventory, contact-list] }
  policy: { kind: data, at: policy-data, copies: [{ name: everywhere, at: seoul | busan | daegu }] }
  switch: { kind: tool, at: busan | daegu }
  portal:
    kind: service
    tier: 0
    at: seoul
    targets: { rtoMinutes: 30 }
    options:
      - { name: start-in-busan, mode: manual, minutes: 20, needs: { recover: switch } }
    evidence:
      - { class: drilled, about: start-in-busan, domain: seoul, scope: full, date: 2026-10-01, measuredMinutes: 22 }
      - { class: drilled, domain: busan, scope: full, date: 2026-10-01 }
      - { class: drilled, domain: daegu, scope: full, date: 2026-10-01 }
  database:
    kind: data
    at: seoul | busan
    targets: { rpoMinutes: 5 }
    copies:
      - { name: in-seoul, at: seoul, lagMinutes: 0 }
      - { name: in-busan, at: busan, lagMinutes: 1 }
`;

/** The baseline that accepts it. */
export const SMALL_BASELINE = {
  format: 'amends-gate-baseline/1' as const,
  inventory: 'small',
  acceptedOn: '2026-10-01',
  down: { portal: [['seoul']] },
  stuck: { portal: [] as string[][] },
};
