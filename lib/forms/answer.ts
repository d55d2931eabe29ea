/**
 * What a form shows after it was sent to a Server Action. It holds words, so that it can be sent to the browser as it
 * is.
 */
export interface FormAnswer<Shown = never> {
  /** counts up, so that the form knows that an answer is new */
  attempt: number;
  /** null: nothing is wrong */
  message: string | null;
  /** per field, what is wrong */
  fields: Record<string, string>;
  /** what was typed */
  values: Record<string, string>;
  /** the action did what was asked */
  isDone?: boolean;
  /** id of what the action made on the page: the focus goes there */
  made?: string | undefined;
  /** what is shown in place of the form, once */
  shown?: Shown;
}

/** A form's Server Action, after its page has bound its arguments. */
export type FormAction<Shown = never> = (previous: FormAnswer<Shown>, sent: FormData) => Promise<FormAnswer<Shown>>;
