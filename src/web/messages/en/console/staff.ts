import type { StaffMessages } from '../../ko/console/staff.ts';

/** Every sentence of this part of the console in English. */
export const staff: StaffMessages = {};
