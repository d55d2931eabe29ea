import type { FormAnswer } from "@/lib/forms/answer";

/** The state of a form that was not sent yet. */
export const untouched: FormAnswer = { attempt: 0, message: null, fields: {}, values: {} };
