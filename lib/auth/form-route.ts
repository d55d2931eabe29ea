import { getEnv } from "@/lib/env";
import { type Fields, readFields, readTyped, type ValuesOf } from "@/lib/forms/fields";
import { clearFormState, serializeFormState } from "@/lib/forms/form-state";
import { PageFormError, readPageForm } from "@/lib/forms/page-form";
import { getCookieName } from "@/lib/http/cookies";
import { verifyCsrf } from "@/lib/http/csrf";
import { type MessagePage, renderMessagePage } from "@/lib/http/message-page";
import { wordsOf } from "@/lib/http/request-words";
import { seeOther, withCookies } from "@/lib/http/see-other";
import type { Words } from "@/lib/i18n/words";
import type { AuthForm, DrawableForm } from "./auth-forms";
import { type CurrentUser, findCurrentUser } from "./current-user";
import { type Destination, pathFor, readDestination } from "./destination";
import { type Again, type Limited, renderFormAgain } from "./form-again";
import { PasswordQueueFullError } from "./password-pool";

/** A form that one of the portal's pages posted, in this browser. */
export interface PostedForm<F extends Fields> {
  request: Request;
  values: ValuesOf<F>;
  /** the raw form, for fields that are neither typed nor chosen */
  sent: URLSearchParams;
  browserToken: string;
  destination: Destination;
  /** who is signed in */
  user: CurrentUser | null;
}

/**
 * The result of a form: a 303 back to the form's page, which says why by the key and shows what was typed; or any answer of
 * the portal or of the protocol.
 */
export type RouteResult<F extends Fields, Key extends string> =
  | {
      kind: "refused";
      problem: Key;
      /** the field with the problem; without one, the form as a whole */
      field?: keyof F & string;
      setCookies?: string[];
    }
  | Response;

/** A page that says why nothing happened, with a link to `path`. */
interface Saying {
  status: MessagePage["status"];
  path: string;
  /** who is signed in, as far as that is known */
  user: CurrentUser | null;
}

/**
 * Makes the handler that a form of the sign-in pages is posted to. It lets through only readable forms from our own
 * pages, and every refusal offers a way on. A form with the token of another session (the person signed in again
 * meanwhile) is refused with a link to a fresh copy of the same page. A form that a limit refuses comes back as it was sent.
 */
export function formRoute<F extends Fields, Key extends string>(
  form: DrawableForm<F, Key>,
  act: (posted: PostedForm<F>) => Promise<RouteResult<F, Key> | Limited>,
): (request: Request) => Promise<Response>;
export function formRoute<F extends Fields, Key extends string>(
  form: AuthForm<F, Key>,
  act: (posted: PostedForm<F>) => Promise<RouteResult<F, Key>>,
): (request: Request) => Promise<Response>;
export function formRoute<F extends Fields, Key extends string>(
  form: AuthForm<F, Key> | DrawableForm<F, Key>,
  act: (posted: PostedForm<F>) => Promise<RouteResult<F, Key> | Limited>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    // The language is chosen only when there is something to say, which most posts do not need.
    const say = (
      { status, path, user }: Saying,
      choose: (messages: Words["auth"]["messages"]) => { title: string; message: string; open?: string },
    ) => {
      const words = wordsOf(request, { account: user?.locale });
      const { title, message, open } = choose(words.auth.messages);
      const action = { href: path, label: open ?? words.auth.messages.backToForm };
      return renderMessagePage({ status, title, message, action, words, request });
    };
    let sent: URLSearchParams;
    try {
      sent = await readPageForm(request);
    } catch (error) {
      if (!(error instanceof PageFormError)) throw error;
      return say({ status: error.status, path: form.page, user: null }, ({ unreadable }) => unreadable);
    }
    const destination = readDestination(sent);
    const kept = Object.fromEntries((form.kept ?? []).map((name) => [name, sent.get(name)]));
    const path = pathFor(form.page, destination, kept);
    const user = await findCurrentUser(request);
    const verdict = verifyCsrf(request, sent, form.isSessionBound ? (user?.sessionId ?? null) : null);
    if (typeof verdict === "string") {
      if (verdict === "address") {
        const { issuer } = getEnv();
        const here = new URL(path, issuer).href;
        return say({ status: 403, path: here, user }, ({ otherAddress }) => otherAddress(issuer));
      }
      return say({ status: 403, path, user }, ({ cookies, stale }) => (verdict === "cookies" ? cookies : stale));
    }
    const { browserToken } = verdict;
    const again = (why: Pick<Again, "status" | "seconds" | "person" | "ways">) => {
      if (!("drawn" in form)) throw new Error(`The form ${form.name} has a limit, and nobody says how it looks then.`);
      return renderFormAgain(form, { request, sent, browserToken, destination, user, ...why });
    };
    try {
      const values = readFields(form.fields, sent);
      const result = await act({ request, values, sent, browserToken, destination, user });
      if (result instanceof Response) return goneThrough(result);
      if (result.kind === "limited") return again({ status: 429, ...result });
      const { problem: error, field = null, setCookies = [] } = result;
      const state = { form: form.name, error, field, values: readTyped(form.fields, sent) };
      return seeOther(path, [serializeFormState(state), ...setCookies]);
    } catch (error) {
      if (error instanceof PasswordQueueFullError) return again({ status: 503, seconds: error.retryAfter });
      throw error;
    }
  };
}

/** A form that succeeded leaves no message, unless its answer is meant to fill in another form. */
function goneThrough(response: Response): Response {
  const setsState = response.headers.getSetCookie().some((cookie) => cookie.startsWith(`${getCookieName("form")}=`));
  return setsState ? response : withCookies(response, [clearFormState()]);
}
