/** Words that every area shares. */
export const commonWords = {
  language: "en",
  skipToContent: "Skip to content",
  /** `<title>`: task – app or section – portal */
  pageTitle: (...parts: (string | null | undefined)[]) => parts.filter(Boolean).join(" – "),
  errorTitle: (title: string) => `Error: ${title}`,
  theme: { label: "Colours", light: "Light", dark: "Dark", system: "Same as the system" },
  reveal: "Show",
  copy: "Copy",
  copied: "Copied",
  cancel: "Cancel",
  back: "Go back",
  done: "Done",
  stepDone: "done",
  errorSummary: "Check what is marked",
  optional: "Optional",
  areas: {
    label: "Areas",
    home: "Home",
    account: "Your account",
    console: "Developer console",
    admin: "Administration",
  },
  signedInAs: (email: string) => `Signed in as ${email}`,
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
    body: "This portal cannot reach its database at the moment. It is nothing that you did, and nothing is lost. It goes on by itself as soon as the database is back.",
    asked: "Try again in a few seconds.",
    posted:
      "Reload this page in a few seconds to send the form again, or go back in your browser: what you typed is still there.",
    action: "Try again",
    home: "Go to the start page",
    /** beside a form, which still holds everything */
    form: "The portal could not be reached. What you typed is still here: try again in a few seconds.",
  },
  failed: {
    title: "Something went wrong on our side",
    body: "Nothing you typed is lost if you go back. Try again in a moment.",
    action: "Try again",
    reference: (digest: string) => `If it happens again, tell the operator this reference: ${digest}`,
  },
} as const;
