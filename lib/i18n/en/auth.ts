/** Words of the sign-in pages. People who sign in never read protocol words here. */
export const authWords = {} as const;
