/** What a thread that files claims runs; it is there once the sources are compiled. */
export const filingProgram = new URL('./filing-worker.js', import.meta.url);
