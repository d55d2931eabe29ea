import { notFound } from "next/navigation";
import type { FormAnswer } from "../forms/answer";
import { areBound, type KindsOf } from "../forms/bound";
import { type Fields, readFields, readTyped, type ValuesOf } from "../forms/fields";
import { setFlash } from "../forms/flash";
import { goTo } from "../forms/go-to";
import type { FormResult } from "../forms/result";
import type { Words } from "../i18n/words";
import { getPageWords } from "./page-words";
import { getCurrentUser } from "./require-user";
import { actOnce, nameSentForm } from "./sent-forms";
import { keepTyped } from "./typed-before";

/** A form that is sent to a Server Action. */
export interface ActionForm<Bound extends unknown[], F extends Fields, Key extends string, Person, Shown> {
  /** the kinds of what the page binds to the action, in that order */
  bound: KindsOf<Bound>;
  fields: F;
  /**
   * a second act would make a second thing, or fail: whoever presses its button twice makes one thing, and is led there.
   * Not for what is harmless twice, because the second press says what the first one said, whatever has happened since
   */
  isOnce?: boolean;
  /** the catalogue's words for what can be wrong with a field */
  problems?: (words: Words) => Record<Key, string>;
  /** the person who sent it; this redirects to the sign-in page if they may not */
  person: (sent: { bound: Bound; values: ValuesOf<F> }) => Promise<Person>;
  act: (sent: {
    person: Person;
    bound: Bound;
    values: ValuesOf<F>;
  }) => Promise<FormResult<keyof F & string, Key, Shown>>;
}

/**
 * Makes a form's Server Action: reads what was sent, lets the form act, and answers in words. Next.js calls an action
 * with whatever came, and only the portal's own pages keep the types of its parameters. So arguments of other kinds
 * than the form declares are answered with 404.
 */
export function formAction<
  Bound extends unknown[],
  F extends Fields,
  Key extends string = never,
  Person = unknown,
  Shown = never,
>(
  form: ActionForm<Bound, F, Key, Person, Shown>,
): (...given: [...bound: Bound, previous: FormAnswer<Shown>, sent: FormData]) => Promise<FormAnswer<Shown>> {
  return async (...given: unknown[]) => {
    const bound = given.slice(0, -2);
    const [previous, sent] = given.slice(-2);
    if (!areBound(form.bound, bound) || !isAnswer(previous) || !(sent instanceof FormData)) notFound();
    const values = readFields(form.fields, sent);
    const person = await personOf(form, { bound, values, sent });
    const act = () => form.act({ person, bound, values });
    const user = form.isOnce ? await getCurrentUser() : null;
    const id = user && nameSentForm(user.userId, sent, { bound, values });
    const result = await (id === null ? act() : actOnce(id, getPageWords, act));
    const words = await getPageWords();
    const next = { attempt: previous.attempt + 1, message: null, fields: {}, values: {} };
    switch (result.kind) {
      case "missing":
        return notFound();
      case "done":
        if (result.says) await setFlash(result.says(words), result.tone);
        await goTo(result.goTo, result.isAnew);
        return { ...next, isDone: true, made: result.made };
      case "shown":
        return { ...next, shown: result.shown(words) };
      case "filled":
        return { ...next, values: { ...readTyped(form.fields, sent), ...result.values } };
      case "refused":
        return {
          ...next,
          message: result.says?.(words) ?? words.common.errorSummary,
          fields: inWords(result.fields ?? {}, form.problems?.(words)),
          values: readTyped(form.fields, sent),
        };
    }
  };
}

/** Whoever has to sign in first finds what they typed on the page that they come back to. */
async function personOf<Bound extends unknown[], F extends Fields, Key extends string, Person, Shown>(
  form: ActionForm<Bound, F, Key, Person, Shown>,
  { bound, values, sent }: { bound: Bound; values: ValuesOf<F>; sent: FormData },
): Promise<Person> {
  try {
    return await form.person({ bound, values });
  } catch (redirection) {
    await keepTyped(readTyped(form.fields, sent));
    throw redirection;
  }
}

function isAnswer(value: unknown): value is { attempt: number } {
  return typeof value === "object" && value !== null && "attempt" in value && typeof value.attempt === "number";
}

function inWords<Key extends string>(
  fields: Partial<Record<string, Key>>,
  problems: Record<Key, string> | undefined,
): Record<string, string> {
  const entries = Object.entries(fields).flatMap(([name, key]) => (key && problems ? [[name, problems[key]]] : []));
  return Object.fromEntries(entries);
}
