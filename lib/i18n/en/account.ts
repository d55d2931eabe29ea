/** Words of the account area. */
export const accountWords = {} as const;
