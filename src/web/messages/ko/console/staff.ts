/** Every sentence of this part of the console in Korean. */
export const staff = {};

export type StaffMessages = typeof staff;
