import { formatWait } from "./formats";

/** Words that every area shares. */
export const commonWords = {
  language: "en",
  skipToContent: "Skip to content",
  /** `<title>`: task – app or section – portal */
  pageTitle: (...parts: (string | null | undefined)[]) => parts.filter(Boolean).join(" – "),
  errorTitle: (title: string) => `Error: ${title}`,
  languages: "Language",
  theme: { label: "Colours", light: "Light", dark: "Dark", system: "Same as the system" },
  foot: { label: "About this portal", terms: "Terms", privacy: "Privacy", support: "Support" },
  reveal: "Show",
  copy: "Copy",
  copied: "Copied",
  cancel: "Cancel",
  back: "Go back",
  done: "Done",
  stepDone: "done",
  /** values of the operator's own claims */
  claims: {
    none: "Not set",
    yes: "Yes",
    no: "No",
    change: "Change",
    changeLabel: (label: string) => `Change ${label}`,
    listHint: "One on each line.",
    empty: "Leave it empty to remove it.",
    save: "Save",
    cancel: "Cancel",
    saved: (label: string) => `${label} is saved.`,
    problems: {
      missing: "This can no longer be set.",
      overtaken: "This was changed since you opened the page, so nothing was saved. Load the page again to see it.",
      text: "Use one line of at most 200 characters.",
      number: "Use a number such as 12 or 12.5.",
      flag: "Choose yes or no.",
      list: "Use at most 20 lines, each of at most 200 characters.",
    },
  },
  errorSummary: "Check what is marked",
  optional: "Optional",
  areas: {
    label: "Areas",
    home: "Home",
    account: "Your account",
    console: "Developer console",
    admin: "Administration",
  },
  /** follows a sentence that says what there was too much of */
  wait: (seconds: number) => `Wait ${formatWait(seconds)}, then try again.`,
  signedInAs: (email: string) => `Signed in as ${email}`,
  accountMenu: "Account menu",
  switchAccount: "Switch account",
  signIn: "Sign in",
  signOut: "Sign out",
  notFound: {
    title: "There is no such page",
    body: "The address may be mistyped, or what was here has been removed.",
    action: "Go to the start page",
  },
  /** for everybody, while the database is away */
  outage: {
    title: "We will be right back",
    body: "This portal cannot reach its database at the moment. You did nothing wrong, and nothing is lost. The portal continues by itself as soon as the database is back.",
    asked: "Try again in a few seconds.",
    posted:
      "Reload this page in a few seconds to send the form again, or go back in your browser: what you typed is still there.",
    action: "Try again",
    home: "Go to the start page",
  },
  /** beside what was pressed in vain; the page still holds everything */
  unanswered: {
    form: {
      unreachable: "The portal could not be reached. What you typed is still here: try again in a few seconds.",
      updated:
        "The portal was updated since you opened this page. Copy what you typed, load the page again, and send it from there.",
      large: "What you sent is too large, and nothing was changed. Choose a smaller file.",
      busy: "Nothing was changed, because too much is being sent to the portal at once. Try again in a few seconds.",
    },
    press: {
      unreachable: "The portal could not be reached. Try again in a few seconds.",
      updated: "The portal was updated since you opened this page. Load the page again, then try again.",
      large: "That was too large, and nothing was changed.",
      busy: "Nothing was changed, because too much is being sent to the portal at once. Try again in a few seconds.",
    },
  },
  failed: {
    title: "Something went wrong on our side",
    body: "Nothing you typed is lost if you go back. Try again in a moment.",
    action: "Try again",
    /** before the reference */
    reference: "If it happens again, tell the operator this reference:",
  },
};
