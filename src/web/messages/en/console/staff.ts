import type { StaffMessages } from '../../ko/console/staff.ts';

/** Every sentence of this part of the console in English. */
export const staff: StaffMessages = {
  navigation: 'Staff',
  title: 'Staff',
  lead: 'Who may do what. Nobody changes their own roles.',
  caption: 'Members of staff',
  name: 'Name',
  email: 'E-mail',
  roles: 'Roles',
  state: 'State',
  states: {
    active: 'Active',
    waiting: 'Not signed in yet',
    noPassword: 'No password',
    disabled: 'Disabled',
  },
  self: 'You',
  actions: 'Change',
  changeRoles: 'Change roles',
  rolesTitle: (name) => `Roles of ${name}`,
  rolesMissing: 'Choose one role or more.',
  rolesConsequence: 'The new roles hold from the next request on.',
  save: 'Change',
  disable: 'Disable',
  disableTitle: (name) => `Disable the account of ${name}?`,
  disableConsequence:
    'They are signed out at once and cannot sign in again. What they did stays on record.',
  enable: 'Enable',
  enableTitle: (name) => `Enable the account of ${name}?`,
  enableConsequence: 'They can sign in again with the password they have.',
  oneTime: 'Make a one-time password',
  oneTimeTitle: (name) => `Make a new one-time password for ${name}?`,
  oneTimeConsequence: 'An earlier one that was not used stops working.',
  oneTimeShown: (name) => `One-time password of ${name}`,
  oneTimeHint:
    'It is shown now only. Give it to them yourself; they choose their own when they sign in.',
  add: 'Add a member',
  nameHint: 'The name colleagues see.',
  nameMissing: 'Write the name.',
  emailMissing: 'Write an e-mail address, such as kim@example.org',
  added: (name) => `${name} was added. Make a one-time password and pass it on.`,
};
