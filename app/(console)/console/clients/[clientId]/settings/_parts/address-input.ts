/** What every field for an https address of the app has. */
export const ADDRESS_INPUT = { type: "url", inputMode: "url", placeholder: "https://", maxLength: 2000 } as const;
