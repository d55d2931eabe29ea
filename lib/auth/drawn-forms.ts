import type { Words } from "@/lib/i18n/words";
import type { DrawnField, DrawnForm } from "./drawn-form";
import { PASSWORD_MAX_LENGTH } from "./password-rules";

/** Which of the fields were sent with something in them. */
export interface SentFields {
  has: (name: string) => boolean;
}

const email = (label: string): DrawnField => ({ label, type: "email", autocomplete: "username" });

const code = (label: string): DrawnField => ({ label, isNumeric: true, autocomplete: "one-time-code", maxLength: 40 });

const password = (label: string, autocomplete: "current-password" | "new-password"): DrawnField => {
  return { label, type: "password", autocomplete, maxLength: PASSWORD_MAX_LENGTH };
};

const signInWay = ({ auth }: Words) => ({ path: "/login", label: auth.login.title });

/** The fields of somebody who makes an account. */
const accountFields = ({ auth: { person, ...auth } }: Words) => ({
  email: email(person.email),
  name: { label: person.name, autocomplete: "name", maxLength: 100 },
  password: password(auth.password.label, "new-password"),
});

/** It offers a mailed code, which nobody can block with wrong passwords. */
export function drawSignIn({ auth: { login } }: Words): DrawnForm<"username" | "password"> {
  return {
    action: "/login/submit",
    title: login.title,
    fields: { username: email(login.email), password: password(login.password, "current-password") },
    submit: { id: "login-submit", label: login.submit },
    instead: { id: "code-submit", action: "/login/mail/submit", label: login.mailCode },
    help: login.limitedHelp,
    ways: [],
  };
}

/** The other ways in have limits of their own. */
export function drawUpstream(words: Words): DrawnForm<"upstream"> {
  const { login } = words.auth;
  return {
    action: "/login/upstream/submit",
    title: login.title,
    fields: {},
    submit: { id: "upstream-submit", label: login.upstreamAgain },
    help: login.limitedHelp,
    ways: [signInWay(words), { path: "/login/mail", label: login.byCode }],
  };
}

/** The page on which somebody who is signed in goes on to add an account elsewhere, when a limit is reached. */
export function drawConnect({ auth: { upstream } }: Words): DrawnForm<"upstream"> {
  return {
    action: "/login/upstream/connect/submit",
    title: upstream.connectTitleAgain,
    fields: {},
    submit: { id: "connect-submit", label: upstream.connect },
    help: upstream.limitedHelp,
    ways: [{ path: "/account/security", label: upstream.cancel }],
  };
}

/** The page on which a new person who came from an upstream asks for a mailed code. */
export function drawUpstreamEmail(words: Words): DrawnForm<"email"> {
  const { person, upstream } = words.auth;
  return {
    action: "/login/upstream/email/submit",
    title: upstream.emailTitle,
    fields: { email: email(person.email) },
    submit: { id: "upstream-email-submit", label: upstream.emailSubmit },
    help: upstream.limitedHelp,
    ways: [signInWay(words)],
  };
}

/** The other factors of the person, which have counts of their own, come with the limit. */
export function drawCode({ auth: { factors } }: Words): DrawnForm<"otp"> {
  const { title, lead, label, submit } = factors.authenticator;
  return {
    action: "/login/code/submit",
    title,
    lead,
    fields: { otp: code(label) },
    submit: { id: "otp-submit", label: submit },
    help: factors.limitedHelp,
    ways: [{ path: "/login", more: { switch: "1" }, label: factors.another }],
  };
}

/** As {@link drawCode}. */
export function drawRecoveryCode({ auth: { factors } }: Words): DrawnForm<"recovery-code"> {
  const { title, lead, label, submit } = factors.recovery_code;
  return {
    action: "/login/recovery/submit",
    title,
    lead,
    fields: { "recovery-code": { label, maxLength: 40 } },
    submit: { id: "recovery-submit", label: submit },
    help: factors.limitedHelp,
    ways: [{ path: "/login", more: { switch: "1" }, label: factors.another }],
  };
}

/** Mails that came already still let people in. */
export function drawMailedSignIn(words: Words): DrawnForm<"username"> {
  const { login, mailedCode } = words.auth;
  return {
    action: "/login/mail/submit",
    title: mailedCode.title,
    fields: { username: email(login.email) },
    submit: { id: "code-submit", label: mailedCode.submit },
    help: mailedCode.limitedHelp,
    ways: [signInWay(words)],
  };
}

/** As {@link drawMailedSignIn}. */
export function drawReset(words: Words): DrawnForm<"email"> {
  const { person, reset, mailedCode } = words.auth;
  return {
    action: "/reset/submit",
    title: reset.title,
    fields: { email: email(person.email) },
    submit: { id: "reset-submit", label: reset.submit },
    help: mailedCode.limitedHelp,
    ways: [signInWay(words)],
  };
}

export function drawResetConfirm({ auth }: Words, sent: SentFields): DrawnForm<"code" | "password"> {
  const { login, reset, mailedCode } = auth;
  return {
    action: "/reset/confirm/submit",
    title: reset.confirmTitle,
    fields: {
      ...(sent.has("token") ? {} : { code: code(mailedCode.label) }),
      password: password(reset.newPassword, "new-password"),
    },
    submit: { id: "reset-submit", label: reset.confirmSubmit },
    help: login.limitedHelp,
    ways: [
      { path: "/login/mail", label: login.byCode },
      { path: "/reset", label: reset.overAction },
    ],
  };
}

export function drawSignUp(words: Words): DrawnForm<"email" | "name" | "password"> {
  const { signUp } = words.auth;
  return {
    action: "/sign-up/submit",
    title: signUp.title,
    fields: accountFields(words),
    submit: { id: "sign-up-submit", label: signUp.submit },
    help: signUp.limitedHelp,
    ways: [signInWay(words)],
  };
}

/** The form for the code, beside which more mails are asked for: the code of the last one works. */
export function drawVerify({ auth: { verify } }: Words): DrawnForm<"code"> {
  return {
    action: "/sign-up/verify/submit",
    title: verify.title,
    fields: { code: code(verify.label) },
    submit: { id: "verify-submit", label: verify.submit },
    help: verify.limitedHelp,
    ways: [{ path: "/sign-up", label: verify.changeAddress }],
  };
}

/** The address is the invited one. */
export function drawInvitation(words: Words): DrawnForm<"name" | "password"> {
  const { invitation } = words.auth;
  const { name, password: chosen } = accountFields(words);
  return {
    action: "/invitation/submit",
    title: invitation.title,
    fields: { name, password: chosen },
    submit: { id: "invitation-submit", label: invitation.submit },
    help: invitation.limitedHelp,
    ways: [signInWay(words)],
  };
}

export function drawSetUp(words: Words): DrawnForm<"email" | "name" | "password"> {
  const { setUp } = words.auth;
  return {
    action: "/setup/submit",
    title: setUp.title,
    fields: accountFields(words),
    submit: { id: "set-up-submit", label: setUp.submit },
    help: setUp.limitedHelp,
    ways: [signInWay(words)],
  };
}

/** The app's question waits on its own page. */
export function drawReport({ auth: { consent, messages } }: Words): DrawnForm<"reason"> {
  const reasons = Object.entries(consent.reportReasons).map(([value, label]) => ({ value, label }));
  return {
    action: "/consent/report/submit",
    title: consent.report,
    fields: { reason: { label: consent.reportReason, options: reasons } },
    submit: { id: "report-submit", label: consent.reportSend },
    help: consent.reportLimitedHelp,
    ways: [{ path: "/consent", label: messages.backToForm }],
  };
}
