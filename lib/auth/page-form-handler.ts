import { getEnv } from "@/lib/env";
import { getCookieName } from "@/lib/http/cookies";
import { verifyCsrf } from "@/lib/http/csrf";
import { clearFormState, type FormState, serializeFormState } from "@/lib/http/form-state";
import { renderMessagePage } from "@/lib/http/message-page";
import { PageFormError, readPageForm } from "@/lib/http/page-form";
import { seeOther, withCookies } from "@/lib/http/see-other";
import { getWords } from "@/lib/i18n/words";
import { type CurrentUser, findCurrentUser } from "./current-user";
import { type Destination, pathFor, readDestination } from "./destination";
import { MailError } from "./mail";
import { PasswordQueueFullError } from "./password-pool";

/** A form of one of the portal's pages that was posted by that page, in this browser. */
export interface PageForm {
  request: Request;
  fields: URLSearchParams;
  browserToken: string;
  destination: Destination;
  /** who is signed in */
  user: CurrentUser | null;
  /** 303 back to the form's page, which says why and shows `values` again */
  sendBack: (error: string, field?: string, values?: Record<string, string>) => Response;
  /** 429 with the seconds to wait in words and in `Retry-After` */
  limit: (seconds: number) => Response;
}

export interface PageFormOptions {
  /** the form's name in `FormState` */
  name: string;
  /** the page that shows it */
  page: string;
  /** fields that the address of that page holds too, besides the destination */
  kept?: readonly string[];
  /** its token belongs to a session, so that nobody else's page can post it */
  isSessionBound: boolean;
}

/**
 * What every form post of the sign-in pages goes through: readable, ours, and never a dead end. A form with
 * another session's token (the person signed in elsewhere meanwhile) is refused with a link to the same page made anew.
 */
export async function handlePageForm(
  request: Request,
  options: PageFormOptions,
  act: (form: PageForm) => Promise<Response>,
): Promise<Response> {
  const words = getWords().auth.messages;
  const atPage = (path: string) => ({ href: path, label: words.backToForm });
  let fields: URLSearchParams;
  try {
    fields = await readPageForm(request);
  } catch (error) {
    if (!(error instanceof PageFormError)) throw error;
    const { title, message } = words.unreadable;
    return renderMessagePage({ status: error.status, title, message, action: atPage(options.page), request });
  }
  const destination = readDestination(fields);
  const kept = Object.fromEntries((options.kept ?? []).map((name) => [name, fields.get(name)]));
  const path = pathFor(options.page, destination, kept);
  const sendBack: PageForm["sendBack"] = (error, field, values = {}) => {
    const state: FormState = { form: options.name, error, field: field ?? null, values };
    return seeOther(path, [serializeFormState(state)]);
  };
  const user = await findCurrentUser(request);
  const verdict = verifyCsrf(request, fields, options.isSessionBound ? (user?.sessionId ?? null) : null);
  if (typeof verdict === "string") {
    if (verdict === "address") {
      const { issuer } = getEnv();
      const { title, message, open } = words.otherAddress(issuer);
      const action = { href: new URL(path, issuer).href, label: open };
      return renderMessagePage({ status: 403, title, message, action, request });
    }
    const { title, message } = words[verdict === "cookies" ? "cookies" : "stale"];
    return renderMessagePage({ status: 403, title, message, action: atPage(path), request });
  }
  const { browserToken } = verdict;
  const limit = (seconds: number) =>
    renderMessagePage({
      status: 429,
      title: words.limited.title,
      message: words.limited.message(seconds),
      action: atPage(path),
      request,
      retryAfter: seconds,
    });
  try {
    const response = await act({ request, fields, browserToken, destination, user, sendBack, limit });
    const setsState = response.headers.getSetCookie().some((cookie) => cookie.startsWith(`${getCookieName("form")}=`));
    return setsState ? response : withCookies(response, [clearFormState()]);
  } catch (error) {
    if (error instanceof PasswordQueueFullError) {
      const { title, message } = words.busy;
      const { retryAfter } = error;
      return renderMessagePage({
        status: 503,
        title,
        message: message(retryAfter),
        action: atPage(path),
        request,
        retryAfter,
      });
    }
    if (!(error instanceof MailError)) throw error;
    console.error(error.message, error.cause);
    const { title, message } = words.mailFailed;
    return renderMessagePage({ status: 503, title, message, action: atPage(path), request, retryAfter: 5 });
  }
}
