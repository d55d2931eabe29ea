/** Words of the developer console. */
export const consoleWords = {} as const;
