/** Seconds without use after which a session is over. */
export const sessionIdleLimit = 7 * 86_400;
/** Seconds after a proof when a session is over, used or not. */
export const sessionAbsoluteLimit = 30 * 86_400;
