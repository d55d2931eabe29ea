import { z } from "zod";

/** What a scope of an API says, whole. */
export const scopeSettings = z.object({
  title: z.string().nullable(),
  detail: z.string().nullable(),
  texts: z.record(z.string(), z.object({ title: z.string(), detail: z.string().nullable() })),
  risk: z.string(),
  icon: z.string().nullable(),
  isPublic: z.boolean(),
});

/** What an administrator decides about an API. */
export const apiSettings = z.object({
  name: z.string(),
  tokenFormat: z.string(),
  accessTokenTtl: z.number(),
  signingAlg: z.string(),
  tokenTyp: z.string(),
  clientPolicy: z.string(),
  listedClients: z.array(z.string()),
});
