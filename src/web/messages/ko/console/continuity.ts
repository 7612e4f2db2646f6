/** Every sentence of this part of the console in Korean. */
export const continuity = {};

export type ContinuityMessages = typeof continuity;
