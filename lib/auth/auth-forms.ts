import * as field from "@/lib/forms/fields";
import type { Words } from "@/lib/i18n/words";
import type { DrawnForm } from "./drawn-form";
import {
  drawCode,
  drawConnect,
  drawInvitation,
  drawMailedSignIn,
  drawRecoveryCode,
  drawReport,
  drawReset,
  drawResetConfirm,
  drawSetUp,
  drawSignIn,
  drawSignUp,
  drawUpstream,
  drawUpstreamEmail,
  drawVerify,
  type SentFields,
} from "./drawn-forms";
import { LOGOUT_PARAMS } from "./logout-view";

/** A form of the sign-in pages. It is posted to an address of its own; when it is refused, its page says why. */
export interface AuthForm<F extends field.Fields, Key extends string> {
  /** identifies it in the cookie that says why it was refused */
  name: string;
  /** the page that shows it */
  page: `/${string}`;
  /** fields that are also in the address of that page, besides the destination */
  kept?: readonly string[];
  /** true: its token belongs to the session, so that no other person's page can post it; false: only to the browser */
  isSessionBound: boolean;
  fields: F;
  /** what the page says when the form was refused, by key; null: the message stands at the field */
  problems: (words: Words) => Record<Key, string | null>;
}

/** A form that may be refused because of a limit: then it comes back as it was sent, by `renderFormAgain`. */
export interface DrawableForm<F extends field.Fields, Key extends string> extends AuthForm<F, Key> {
  drawn: (words: Words, sent: SentFields) => DrawnForm<keyof F & string>;
}

function define<F extends field.Fields, Key extends string>(form: AuthForm<F, Key>): AuthForm<F, Key> {
  return form;
}

function defineLimited<F extends field.Fields, Key extends string>(form: DrawableForm<F, Key>): DrawableForm<F, Key> {
  return form;
}

/** Whether the browser's device can make passkeys, as the browser itself says: see `findPasskeyOffer`. */
const passkeysField = { passkeys: field.tick() };

const accountFields = { email: field.text(), name: field.text(), password: field.password() };

/** People also sign in again while they are signed in, so the token is the browser's. */
export const signInForm = defineLimited({
  name: "login",
  page: "/login",
  isSessionBound: false,
  fields: { username: field.text(), password: field.password() },
  problems: ({ auth }) => auth.login.errors,
  drawn: drawSignIn,
});

/** The person is not signed in yet, so the token is the browser's. */
export const codeForm = defineLimited({
  name: "code",
  page: "/login/code",
  isSessionBound: false,
  fields: { otp: field.hidden(), remember: field.tick() },
  problems: ({ auth }) => auth.factors.errors,
  drawn: drawCode,
});

const passkeyFields = { challenge: field.hidden(), credential: field.hidden(), "credential-id": field.text(2_000) };

/** Stands on the sign-in page, which says what came of either. */
export const passkeyForm = define({
  name: "login",
  page: "/login",
  isSessionBound: false,
  fields: passkeyFields,
  problems: ({ auth }) => auth.login.errors,
});

/** The same for whoever is half signed in. */
export const secondPasskeyForm = define({
  name: "second-passkey",
  page: "/login/passkey",
  isSessionBound: false,
  fields: passkeyFields,
  problems: ({ auth }) => auth.login.errors,
});

/** The buttons for upstreams, which also stand on the sign-in page. */
export const upstreamForm = defineLimited({
  name: "login",
  page: "/login",
  kept: ["upstream"],
  isSessionBound: false,
  fields: { upstream: field.hidden() },
  problems: ({ auth }) => auth.login.errors,
  drawn: drawUpstream,
});

/** For somebody who is signed in, and adds an account at an upstream to theirs. */
export const connectForm = defineLimited({
  name: "connect",
  page: "/login/upstream/connect",
  kept: ["upstream"],
  isSessionBound: true,
  fields: { upstream: field.hidden() },
  problems: ({ auth }) => auth.login.errors,
  drawn: drawConnect,
});

/** For a new person whose upstream does not say that the address there is theirs. */
export const upstreamEmailForm = defineLimited({
  name: "upstream-email",
  page: "/login/upstream/email",
  isSessionBound: false,
  fields: { email: field.text() },
  problems: ({ auth: { person } }) => ({
    no_email: person.errors.no_email,
    bad_email: person.errors.bad_email,
    foreign_domain: person.errors.foreign_domain,
  }),
  drawn: drawUpstreamEmail,
});

export const enrolForm = define({
  name: "enrol",
  page: "/login/enrol",
  isSessionBound: false,
  fields: { otp: field.hidden() },
  problems: ({ auth, account }) => ({
    no_code: auth.factors.errors.no_code,
    wrong: account.security.authenticator.setUp.problems.wrong,
    over: account.security.authenticator.setUp.over,
  }),
});

const newPasskeyFields = { challenge: field.hidden(), credential: field.hidden() };

/** On the same page, for whoever adds a passkey instead. */
export const passkeyEnrolmentForm = define({
  name: "enrol-passkey",
  page: "/login/enrol",
  isSessionBound: false,
  fields: newPasskeyFields,
  problems: ({ account }) => account.security.passkeys.make.results,
});

/** Offers a passkey to whoever has just made an account or chosen a new password, and is signed in by now. */
export const passkeyOfferForm = define({
  name: "passkey-offer",
  page: "/login/passkey/new",
  isSessionBound: true,
  fields: { ...newPasskeyFields, answer: field.hidden() },
  problems: ({ account }) => account.security.passkeys.make.results,
});

export const recoveryForm = defineLimited({
  name: "recovery",
  page: "/login/recovery",
  isSessionBound: false,
  fields: { "recovery-code": field.hidden() },
  problems: ({ auth }) => auth.factors.errors,
  drawn: drawRecoveryCode,
});

/** The session that was current when the page was opened makes the choice. */
export const chooseForm = define({
  name: "choose",
  page: "/choose",
  isSessionBound: false,
  fields: { account: field.hidden(), remove: field.ifSent(field.hidden()) },
  problems: ({ auth }) => ({ gone: auth.choose.gone }),
});

export const continueForm = define({
  name: "continue",
  page: "/login",
  isSessionBound: true,
  fields: {},
  problems: () => ({}),
});

const consentProblems = ({ auth: { consent } }: Words) => ({
  no_answer: consent.noAnswer,
  page_changed: consent.pageChanged,
  host_not_typed: null,
  reported: consent.reported,
  too_often: consent.tooOften,
});

export const consentForm = define({
  name: "consent",
  page: "/consent",
  isSessionBound: true,
  fields: {
    answer: field.hidden(),
    revision: field.hidden(),
    lang: field.hidden(),
    scope: field.ticks(),
    "consent-lifetime": field.text(),
    "typed-host": field.text(),
  },
  problems: consentProblems,
});

/** Also on the consent page, which shows the result of both forms. */
export const reportForm = defineLimited({
  name: "consent",
  page: "/consent",
  isSessionBound: true,
  fields: { reason: field.choice(["pretends", "unexpected", "too_much", "other"]) },
  problems: consentProblems,
  drawn: drawReport,
});

export const logoutForm = define({
  name: "logout",
  page: "/logout",
  kept: LOGOUT_PARAMS,
  isSessionBound: true,
  fields: {},
  problems: () => ({}),
});

export const signUpForm = defineLimited({
  name: "sign-up",
  page: "/sign-up",
  isSessionBound: false,
  fields: accountFields,
  problems: ({ auth }) => auth.person.errors,
  drawn: drawSignUp,
});

const verifyProblems = ({ auth: { verify } }: Words) => ({ ...verify.errors, resent: verify.resent });

export const verifyForm = define({
  name: "verify",
  page: "/sign-up/verify",
  isSessionBound: false,
  fields: { code: field.hidden(), ...passkeysField },
  problems: verifyProblems,
});

/** Beside the form for the code, on the page that shows the result of both forms. */
export const resendForm = defineLimited({
  name: "verify",
  page: "/sign-up/verify",
  isSessionBound: false,
  fields: {},
  problems: verifyProblems,
  drawn: drawVerify,
});

export const setUpForm = defineLimited({
  name: "set-up",
  page: "/setup",
  kept: ["token"],
  isSessionBound: false,
  fields: { ...accountFields, token: field.hidden(), ...passkeysField },
  problems: ({ auth }) => auth.person.errors,
  drawn: drawSetUp,
});

/** Its page says by itself when the invitation is over. */
export const invitationForm = defineLimited({
  name: "invitation",
  page: "/invitation",
  kept: ["token"],
  isSessionBound: false,
  fields: { ...accountFields, token: field.hidden(), ...passkeysField },
  problems: ({ auth }) => ({ ...auth.person.errors, has_account: auth.invitation.hasAccount }),
  drawn: drawInvitation,
});

/** Its page says by itself when the link is over. */
export const keepAccountForm = define({
  name: "keep-account",
  page: "/keep-account",
  kept: ["token"],
  isSessionBound: false,
  fields: { token: field.hidden() },
  problems: ({ auth }) => ({ over: auth.keepAccount.overTitle }),
});

/** As above. */
export const undoEmailForm = define({
  name: "undo-email",
  page: "/undo-email",
  kept: ["token"],
  isSessionBound: false,
  fields: { token: field.hidden() },
  problems: ({ auth }) => ({ over: auth.undoEmail.overTitle }),
});

export const resetForm = defineLimited({
  name: "reset",
  page: "/reset",
  isSessionBound: false,
  fields: { email: field.text() },
  problems: ({ auth: { person } }) => ({ no_email: person.errors.no_email, bad_email: person.errors.bad_email }),
  drawn: drawReset,
});

/** By a link, whose secret is in the address, or by a code that is typed. */
export const resetConfirmForm = defineLimited({
  name: "reset-confirm",
  page: "/reset/confirm",
  kept: ["token"],
  isSessionBound: false,
  fields: { token: field.hidden(), code: field.text(), password: field.password(), ...passkeysField },
  problems: ({ auth: { password, mailedCode } }) => ({ ...password.errors, ...mailedCode.errors }),
  drawn: drawResetConfirm,
});

export const mailedSignInForm = defineLimited({
  name: "mailed-sign-in",
  page: "/login/mail",
  isSessionBound: false,
  fields: { username: field.text() },
  problems: ({ auth: { person } }) => ({ no_email: person.errors.no_email, bad_email: person.errors.bad_email }),
  drawn: drawMailedSignIn,
});

/** By a link or by a code, as a new password is. */
export const mailedSignInConfirmForm = define({
  name: "mailed-sign-in-confirm",
  page: "/login/mail/confirm",
  kept: ["token"],
  isSessionBound: false,
  fields: { token: field.hidden(), code: field.hidden() },
  problems: ({ auth: { login, mailedCode } }) => {
    const { suspended, leaving, leavingHelp } = login.errors;
    return { ...mailedCode.errors, suspended, leaving: `${leaving} ${leavingHelp}` };
  },
});
