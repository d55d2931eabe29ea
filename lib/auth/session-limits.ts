/** Seconds after which an unused session ends. */
export const SESSION_IDLE_LIMIT = 7 * 86_400;
/** Seconds after the last proof at which a session ends, used or not. */
export const SESSION_ABSOLUTE_LIMIT = 30 * 86_400;
/**
 * The most live sessions of one person. Beyond that, the least recently used ones end. Right passwords are never
 * limited, so this limits a program that has a password and signs in endlessly. It is more than anybody has browsers,
 * and few enough to list.
 */
export const SESSIONS_PER_PERSON = 100;
