import { commonWords } from "./common";
import { formatDate, formatDateTime, formatNumber, pluralize } from "./formats";

const password = {
  label: "Password",
  hint: (minLength: number) =>
    `At least ${minLength} characters. A few words that only you would put together work well.`,
  count: (count: number, minLength: number) =>
    count >= minLength ? `${minLength} characters or more: long enough.` : `${count} of ${minLength} characters.`,
  errors: {
    password_empty: "Choose a password.",
    password_short: "This password is too short. Use at least 15 characters.",
    password_tiny: "This password is too short. Use at least 8 characters.",
    password_long: "This password is too long. Use at most 256 characters.",
    password_common: "This password was leaked or is made of words that attackers try first. Choose another.",
    password_personal:
      "This password is too close to your email address, your name, or the name of this portal or the app. Choose another.",
  },
};

const person = {
  email: "Email",
  name: "Your name",
  nameHint: "Optional. Apps see it only if you allow them to.",
  errors: {
    no_email: "Type your email address.",
    bad_email: "This is not a complete email address. It should look like user@example.org.",
    email_taken: "There is an account with this address already. Use another.",
    foreign_domain: "People with an address at this domain cannot make an account here.",
    long_name: "Use at most 100 characters for your name.",
    ...password.errors,
  },
};

/** Words of the sign-in pages. People who sign in never read protocol words here. */
export const authWords = {
  password,
  person,
  login: {
    title: "Sign in",
    titleAgain: "Sign in again to continue",
    toContinueTo: "to continue to",
    /** below a title that says “to continue” already */
    to: "to",
    email: "Email",
    password: "Password",
    submit: "Sign in",
    forgot: "Forgot your password?",
    byCode: "Sign in with a mailed code",
    limitedHelp: "A mailed code lets you in at once.",
    mailCode: "Mail me a code",
    or: "or",
    passkey: "Sign in with a passkey",
    passkeyCancelled: "Passkey cancelled. You can use your password.",
    withUpstream: (name: string) => `Sign in with ${name}`,
    upstreamAgain: "Try again",
    linkWaits: ({ name, label }: { name: string; label: string }) =>
      `You signed in at ${name} as ${label}. There is an account here with that address. Sign in to it once more here, and from then on ${name} signs you in.`,
    newHere: "New here?",
    signUp: "Create an account",
    wasExpired: "This sign-in page was open too long. We kept your request – sign in to continue.",
    freshNeeded: "To protect your account, show once more that it is you.",
    strongerNeeded: "The app asks for a safer sign-in. Sign in again, with your second factor.",
    otherPerson: "The app expects another account. Sign in with that one.",
    requestUnknown: "We cannot find what you came for. Go back to the app and start again, or sign in here.",
    noCookies:
      "This browser sent no cookies, and signing in needs them. Allow cookies for this site, then go back to the app and start again.",
    signedInAs: "You are signed in as",
    errors: {
      wrong: "Email or password is not right.",
      wrongHelp: "Check both, or reset your password.",
      suspended: "This account is suspended.",
      suspendedHelp: "Ask the operator of this portal for help.",
      leaving: "This account is going to be deleted.",
      leavingHelp: "To keep it, open the link in the mail that you got when you asked for that.",
      no_email: "Type your email address.",
      no_password: "Type your password.",
      passkey_unknown: "No account here has that passkey.",
      passkey_wrong: "That passkey could not be checked.",
      passkey_over: "That took too long. Try the passkey again.",
      passkeyHelp: "Sign in with your email and password, or use another passkey.",
      half_over: "This sign-in is no longer valid. Sign in again.",
      upstream_denied: "You did not finish signing in there. Try again, or sign in another way.",
      upstream_down: "The site where you want to sign in does not answer. Try again later, or sign in another way.",
      upstream_wrong: "What that site answered could not be checked. Sign in another way.",
      upstream_over: "That took too long, was sent twice, or began in another browser. Try again.",
      upstream_not_anew: "That site does not say whether you signed in just now. Show in another way that it is you.",
      upstream_closed:
        "No account here is linked to that one, and you cannot make an account this way. Sign in another way.",
      upstream_taken: "That account signs somebody in here already, so it was not added.",
    },
  },
  factors: {
    passkey: {
      title: "Use your passkey",
      lead: "Unlock your device to show that it is you:",
      submit: "Use a passkey",
      other: "Use a passkey",
      cancelled: "Passkey cancelled. Try again, or use another way.",
      noScript: "Passkeys need JavaScript. Turn it on, or use another way.",
    },
    authenticator: {
      title: "Type your code",
      lead: "Open your authenticator app for the account",
      label: "Code",
      hint: "Six digits. The code changes every 30 seconds.",
      submit: "Confirm",
      other: "Use your authenticator app",
    },
    recovery_code: {
      title: "Use a recovery code",
      lead: "Type one of the codes that you saved for the account",
      label: "Recovery code",
      hint: "It works once. Cross it off afterwards.",
      submit: "Confirm",
      other: "Use a recovery code",
    },
    enrol: {
      title: "Add a second factor",
      lead: "This portal asks for one besides the password. Add it to the account",
    },
    remember: "Do not ask again in this browser for 30 days",
    rememberHint: "Only on a device that nobody else uses.",
    limitedHelp: "The other ways below still work.",
    otherWays: "Another way",
    another: "Sign in as somebody else",
    recoveryUsed: (left: number) =>
      left === 0
        ? "You used your last recovery code. Make new ones on the security page."
        : `You used a recovery code. ${left} ${pluralize(left, { one: "is", other: "are" })} left.`,
    errors: {
      no_code: "Type the six digits that the app shows.",
      wrong_code:
        "That code is not right or has been used. Type the newest one, and check that your phone’s clock is right.",
      no_recovery_code: "Type a recovery code.",
      wrong_recovery_code: "That recovery code is not right or has been used.",
    },
  },
  upstream: {
    connectTitle: (name: string) => `Add your ${name} account`,
    connectTitleAgain: "Add an account",
    connectLead: (name: string) =>
      `You sign in at ${name} next. From then on, whoever signs in there with that account gets into yours here.`,
    connect: "Continue",
    cancel: "Cancel",
    emailTitle: "Confirm your address",
    emailLead: (name: string) => `${name} does not say which mailbox is yours. We mail you a code to find out.`,
    emailOver: "There is nothing to confirm any more: that took too long. Begin again on the sign-in page.",
    emailSubmit: "Mail me a code",
    haveOne: "Have an account here?",
    limitedHelp: "What you came with is kept for ten minutes.",
  },
  passkeyOffer: {
    title: "Use a passkey next time?",
    lead: "Then you sign in with your face, fingerprint or screen lock. Nobody can guess a passkey, or trick you out of it.",
    later: "Not now",
    hint: "You can create one at any time, on the security page of your account.",
    noScript: "Passkeys need JavaScript, which is off for this site.",
  },
  choose: {
    title: "Choose an account",
    signedOut: "Signed out",
    another: "Use another account",
    remove: "Remove",
    removeOf: (email: string) => `Remove ${email} from this browser`,
    removeHint: "Remove signs an account out of this browser. The account itself stays.",
    gone: "That account is not on this browser any more. Choose again.",
    expectsAnother: (app: string) =>
      `${app} expects another account than those below. If you have it, choose “Use another account”.`,
  },
  ready: {
    title: (app: string) => `Continue to ${app}`,
    body: "There is nothing left to ask.",
    action: "Continue",
  },
  signUp: {
    title: "Create an account",
    submit: "Create account",
    haveOne: "Have an account?",
    signIn: "Sign in",
    closedTitle: "The operator makes the accounts here",
    closedBody: "Ask the people who run this portal for an account.",
    invitationTitle: "Accounts are by invitation here",
    invitationBody: "Ask the people who run this portal for an invitation. It comes by mail, with a link.",
    limitedHelp: "If you have an account, sign in: that has a limit of its own.",
    domainsHint: (domains: string) => `You need an address at ${domains}.`,
  },
  invitation: {
    title: "You are invited",
    lead: (portal: string) => `Make your ${portal} account. The link in your mail has confirmed your address.`,
    submit: "Create account",
    hasAccount: "There is an account with this address by now. Sign in with it.",
    limitedHelp: "Your invitation is not used up. If you have an account already, sign in.",
    overTitle: "This invitation is over",
    overBody:
      "It was used, withdrawn or sent again with another link, or it is older than seven days. If you have no account yet, ask the people who run this portal for another one.",
    signIn: "Sign in",
  },
  verify: {
    title: "Check your mail",
    /** before and after the address */
    body: "We sent a code of eight digits to",
    bodyEnd: ". It works for 10 minutes.",
    label: "Code",
    submit: "Confirm",
    resendLead: "No mail?",
    resend: "Send another code",
    resendHint: "Look in the spam folder too. You can ask again after 30 seconds.",
    changeAddress: "Use another address",
    outbox: "This portal sends no mail yet: read it in the outbox.",
    errors: {
      bad_code: "Type the eight digits from the mail.",
      wrong: "That code is not right. Check the newest mail.",
      over: "That code is used up or too old. Send another one.",
      soon: "The last mail is not 30 seconds old. Wait a moment, then ask again.",
    },
    resent: "We sent another code. Only the newest one works.",
    limitedHelp: "The code in the newest mail works for 10 minutes: type it here.",
  },
  reset: {
    title: "Reset your password",
    lead: "Type the email address of your account. We mail you a code and a link.",
    submit: "Send the mail",
    back: "Back to sign-in",
    confirmTitle: "Choose a new password",
    forAccount: "For the account of",
    newPassword: "New password",
    confirmSubmit: "Set new password",
    consequence: "All devices that are signed in will be signed out. Apps keep the access that you gave them.",
    overTitle: "This link does not work any more",
    overBody: "A link works once, and only for a short time. Ask for a new mail.",
    overAction: "Ask for a new mail",
  },
  mailedCode: {
    title: "Sign in with a mailed code",
    lead: "Type the email address of your account. We mail you a code that signs you in once.",
    submit: "Send the code",
    checkTitle: "Check your mail",
    sent: "If this address has an account, we mailed a code of eight digits to it:",
    sentEnd: "It works for 10 minutes.",
    sentHint:
      "Look in the spam folder too. When several mails came, open the link in the newest one: it works in any browser.",
    label: "Code",
    confirmSubmit: "Sign in",
    limitedHelp: "The links in the mails that came already work in any browser.",
    linkTitle: "Sign in",
    linkLead: "You opened the link of a mail.",
    again: "Ask for another mail",
    errors: {
      bad_code: "Type the eight digits from the mail.",
      wrong: "That code is not right. Check the newest mail.",
      over: "That code or link was used or is too old. Ask for another mail.",
    },
  },
  setUp: {
    title: "Set up this portal",
    lead: "You are the first here. Make the account that runs it.",
    submit: "Create administrator",
    limitedHelp: "On the machine that runs this portal, “npm run portico -- user create --admin” makes one at once.",
    overTitle: "This set-up link does not work",
    overBody:
      "It works once. If this portal has an administrator, sign in. Otherwise, start the portal again and use the newest link.",
    signIn: "Sign in",
  },
  keepAccount: {
    title: "Keep your account?",
    until: (date: Date) => `You asked to delete it. On ${formatDate(date)} this account is deleted for good:`,
    submit: "Keep my account",
    keptTitle: "Your account stays",
    keptBody: "It is as it was. Sign in to use it; apps ask you to sign in again too.",
    leftTitle: "Your account is closed",
    leftBody:
      "It is deleted 14 days after you asked for it. We mailed you a link: until then, it gets you your account back. Nobody can sign in to it meanwhile.",
    stayedTitle: "This account was kept",
    stayedBody: "The link has done its work, or somebody who runs this portal let you in again. Sign in as before.",
    deletedTitle: "This account is deleted",
    deletedBody: "The time in which it could be kept is over. Nothing of it can be brought back.",
    overTitle: "This link does not work",
    overBody:
      "Perhaps only part of it was copied, or it is too old. If you cannot sign in, ask the operator of this portal.",
    signIn: "Sign in",
  },
  undoEmail: {
    title: "Use your old address again?",
    now: "The email address of this account was changed. It is now:",
    before: "This gives the account its old address back:",
    effect:
      "All devices are signed out. A password, passkeys, authenticator apps and recovery codes that were added since then are removed, so that whoever changed the address cannot get back in.",
    submit: "Use the old address again",
    undoneTitle: "Your old address is back",
    undoneBody:
      "All devices are signed out. If you did not change the address yourself, somebody knows your password: choose a new one now.",
    newPassword: "Choose a new password",
    overTitle: "This link does not work",
    overBody:
      "It works once, for 7 days after the change, and only if no other account has the old address. If you cannot sign in, ask the operator of this portal.",
    signIn: "Sign in",
  },
  consent: {
    title: (app: string) => `Allow ${app} to use your account?`,
    titleSignIn: (app: string) => `Sign in to ${app}?`,
    titleMore: (app: string, count: number) =>
      `${app} asks for ${count} more ${pluralize(count, { one: "thing", other: "things" })}`,
    by: (publisher: string) => `by ${publisher}`,
    verified: "Verified publisher",
    verifiedHelp: (publisher: string | null) =>
      `An administrator checked that ${publisher ?? "this publisher"} is who they say they are.`,
    unverified: "Not verified",
    signedInAs: "Signed in as",
    switchAccount: "Use a different account",
    willBeAble: (app: string) => `${app} will be able to`,
    willKnow: (app: string) => `${app} will`,
    alreadyAllowed: (count: number) =>
      `${count} ${pluralize(count, { one: "thing", other: "things" })} you allowed before`,
    optionalTitle: "Only if you tick it",
    isNew: "New",
    optional: "Optional",
    changes: "Can change your account",
    sensitive: "Sensitive: can do lasting harm in the wrong hands",
    grantedOn: (date: Date) => `You allowed this on ${formatDate(date)}`,
    away: {
      title: "Keep this access when you are away",
      detail: (days: number) => {
        const most = days === 365 ? "a year" : `${days} ${pluralize(days, { one: "day", other: "days" })}`;
        const unused = days > 90 ? " It also ends after 90 days without use." : "";
        return `For as long as you choose below, and for ${most} at most.${unused}`;
      },
    },
    /** stands before a list of permissions that end with the yes */
    replaces: (app: string) =>
      `Unless you allow this only once, ${app} loses these permissions, which you allowed before:`,
    lifetime: {
      label: "For how long",
      once: "Only this once",
      days: (days: number) => `${formatNumber(days)} ${pluralize(days, { one: "day", other: "days" })}`,
      until_removed: "Until I remove it",
      /** who limits it */
      most: {
        client: (days: number, app: string) =>
          `${app} asks for at most ${formatNumber(days)} ${pluralize(days, { one: "day", other: "days" })}.`,
        portal: (days: number) =>
          `This portal allows at most ${formatNumber(days)} ${pluralize(days, { one: "day", other: "days" })}.`,
      } as Record<"client" | "portal", (days: number, app: string) => string>,
      after: (app: string) => `After that, ${app} has to ask you again.`,
    },
    whileHere: "Access ends soon after you leave the app.",
    api: {
      title: (api: string) => `Use ${api} as you`,
      detail: "It can show there who you are. What else it may do there is not part of this.",
    },
    signInOnly: {
      openid: "Recognise you when you come back",
      profile: "See your name and profile",
      email: "See your email address",
    },
    technical: "Technical details",
    technicalScopes: "Permissions on the wire",
    technicalClient: "App ID",
    technicalUri: "Full address",
    technicalNone: "none",
    destination: "You will go to",
    destinationApp: "You will go to an app on this device",
    destinationLoopback: "You will go to a program on this computer",
    alsoWritten: (host: string) => `Also written ${host}`,
    warnings: {
      unverified: "Anyone can choose this name. Check the address below.",
      host: "The address below imitates another with letters of a different alphabet. It is shown here as computers write it. Do not go there unless you know it.",
      alphabets: "This name mixes letters of different alphabets, as disguised names do. Check the address below.",
      loopback: "This goes to a program on this computer. Continue only if you just started it.",
      app: "This goes to an app on this device, and another app could take its place. Continue only if you just started it.",
    },
    typedTitle: "Nobody has checked this app, and it asks for something sensitive",
    typedHost: (host: string) => `To allow it, type the address it leads to: ${host}`,
    typedHostProblem: (host: string) => `Type ${host} exactly, or choose Cancel.`,
    cancel: "Cancel",
    allow: "Allow",
    continueAs: (name: string | null) => (name ? `Continue as ${name}` : "Continue"),
    /** before and after the link to the connected apps */
    removeLead: "Remove access any time in",
    connectedApps: "Connected apps",
    removeEnd: ".",
    policy: "Privacy policy",
    terms: "Terms",
    site: "Website",
    linksOf: (app: string) => `Links of ${app}`,
    report: "Report this app",
    reportIntro: "Tell the people who run this portal what is wrong. The app is not told.",
    reportReason: "What is wrong?",
    reportReasons: {
      pretends: "It pretends to be another app or company",
      unexpected: "It sent me here and I did not start it",
      too_much: "It asks for more than it needs",
      other: "Something else",
    },
    reportSend: "Send report",
    reportLimitedHelp: "Your earlier reports have arrived. You can still answer the app.",
    reported: "Thank you. The people who run this portal have been told. You can still choose below.",
    reportMail: {
      subject: (app: string, portal: string) => `${portal}: somebody reported “${app}”`,
      text: (report: { app: string; clientId: string; reason: string; href: string }) =>
        `A person who was asked to allow “${report.app}” reported it: ${report.reason}.\n\nClient ID: ${report.clientId}\nLook at it, and suspend it if you agree: ${report.href}\n`,
    },
    wasExpired: "This page was open too long. We kept your request – choose again.",
    noAnswer: "Choose Cancel or Allow.",
    tooOften: "You have allowed apps very often within the last hour. Try again later, or cancel.",
    pageChanged: "What this app asks for, or what it says about itself, has just changed. Look again, then choose.",
    answeredTitle: (app: string) => `You have answered ${app} already`,
    answeredBody: "Go back to the app. If it did not work there, start again from the app.",
    answeredAction: (app: string) => `Go to ${app}`,
    unknownTitle: "We cannot find this request",
    unknownBody:
      "It belongs to another browser, or the app has been removed. Nothing was shared. Go back to the app and start again.",
  },
  logout: {
    title: (portal: string) => `Sign out of ${portal}?`,
    body: "Apps you are signed in to may keep you signed in there.",
    backAfter: (app: string, host: string) => `After that you go back to ${app}, at ${host}.`,
    back: (app: string) => `Go back to ${app}`,
    stay: "Stay signed in",
    submit: "Sign out",
    doneTitle: "You are signed out",
    doneBody: "You can close this page.",
    signIn: "Sign in again",
    leavingTitle: "Signing you out",
    leavingBody: "Your apps are being told. This takes a moment.",
    leavingAction: "Continue",
  },
  error: {
    title: (app: string | null) => (app ? `We can't send you back to ${app}` : "We can't go on with this request"),
    person: {
      app: "The app's setup has a problem. Nothing was shared.",
      expired: "This request was open too long. Nothing was shared.",
      suspended: "The app has been suspended. Nothing was shared.",
      portal: "Something went wrong here, not in the app. Nothing was shared.",
      waiting: "Too many requests came from your network. Nothing was shared.",
    },
    next: {
      app: "Go back to the app and try again. If it happens again, tell the people who make it.",
      expired: "Go back to the app and start again.",
      suspended: "If you need it, ask the people who make it.",
      portal: "Try again in a moment. If it happens again, tell the people who run this portal.",
      waiting: "Wait a few minutes, then try again.",
    },
    home: "Go to the start page",
    wayBack: {
      title: (app: string) => `${app} asked for something that does not work`,
      lead: "The app wants you to go on to",
      unchecked: "Nobody here has checked this app: go on only if you know the address.",
      places: { loopback: "a program on this computer", app: "an app on this device" },
      action: (place: string) => `Continue to ${place}`,
    },
    developer: (title: string) => `For the app's developer: ${title}`,
    details: "Details to report",
    code: "Error",
    description: "What is wrong",
    requestId: "Request ID",
    time: "Time",
    client: "Client ID",
    received: "Received redirect URI",
    receivedNone: "none",
    registered: "Registered redirect URIs",
    registeredNone: "This client has none.",
    registeredHidden: "Sign in as an owner of this client to compare with the registered ones.",
    signIn: "Sign in",
    differsAt: (position: number) => `The closest one differs first at character ${position}.`,
    foreignHost: (host: string | null) =>
      host === null
        ? "This is no complete address. Somebody else may have sent this request."
        : `None of the app's addresses leads to ${host}. If you do not know it, do not add it: somebody else may have sent this request.`,
    addUri: "Add this URI to the app",
  },
  handOff: {
    title: (app: string) => `You can return to ${app}`,
    action: (app: string) => `Open ${app}`,
    close: "You may close this tab afterwards.",
  },
  formPost: {
    title: (app: string) => `Going back to ${app}`,
    action: "Continue",
  },
  messages: {
    backToForm: "Go back",
    tryAgain: "Try again",
    openAgain: "Open the page again",
    stale: {
      title: "This page was open too long",
      message: "Something changed in this browser meanwhile. Nothing was sent on. Go back and choose once more.",
    },
    otherAddress: (address: string) => ({
      title: `This portal's address is ${address}`,
      message: "You opened it at another one, where nobody can sign in. Nothing was sent on.",
      open: `Open ${address}`,
    }),
    cookies: {
      title: "This browser keeps no cookies for this site",
      message: "Signing in needs them. Allow cookies for this site, then go back and try again.",
    },
    limited: {
      title: "Too many tries",
      message: commonWords.wait,
    },
    busy: {
      title: "Many people are signing in right now",
      message: (seconds: number) => `${commonWords.wait(seconds)} Nothing was changed.`,
    },
    unreadable: {
      title: "We could not read this form",
      message: "Nothing was changed. Go back and try again.",
    },
  },
  refusals: {
    400: {
      title: "This address is incomplete",
      message: "Perhaps only part of a link was copied. Open the link again, or start at the start page.",
    },
    403: {
      title: "This form came from another site",
      message: "Nothing was changed. Open the page here and try again.",
    },
    404: {
      title: "There is no such page",
      message: "The address may be mistyped, or what was here has been removed.",
    },
    405: {
      title: "This address does not accept such a request",
      message: "Nothing was changed. Go to the page and start from there.",
    },
    408: {
      title: "That took too long",
      message: "Nothing was changed. Try again.",
    },
    409: {
      title: "The portal was updated since you opened this page",
      message: "Nothing was changed. Open the page again, and send the form from there.",
    },
    413: {
      title: "That is too large",
      message: "Nothing was changed. A form may have 1 MB at most, a logo 256 kB, your picture 5 MB.",
    },
    415: {
      title: "We could not read this form",
      message: "Nothing was changed. Go back and try again.",
    },
    429: {
      title: "You are sending too much at once",
      message: "Nothing was changed. Wait until the other forms and files have arrived, then try again.",
    },
    431: {
      title: "Your browser sent too much",
      message:
        "The address or the cookies of this site are too long. Clear the cookies of this site, or begin again at the app that sent you here.",
    },
    503: {
      title: "Too much is arriving at once",
      message: "Nothing was changed. Try again in a few seconds.",
    },
  },
  outbox: {
    title: "Outbox",
    lead: "This portal has no mail server (SMTP_URL is not set), so its mails wait here. Only on this computer.",
    empty: "No mail yet",
    emptyBody: "A mail appears here as soon as somebody makes an account.",
    to: "To",
    sent: "Written",
  },
  home: {
    title: (portal: string) => `Welcome to ${portal}`,
    lead: "One account for the apps you use, and a say in what each of them may do.",
    signIn: "Sign in",
    signUp: "Create an account",
    account: { title: "Your account", body: "See what apps may do with your account, and take it back." },
    console: { title: "Developer console", body: "Let people sign in to your app, or ask to use their data." },
    admin: { title: "Administration", body: "Look after people and groups, review apps, and rotate signing keys." },
    support: { title: "Administration", body: "Look after people: find them, and help them in again." },
    outbox: { title: "Outbox", body: "Mails that this portal would have sent." },
    discovery: "For programs: the discovery document",
    hello: (name: string) => `Hello, ${name}`,
  },
  mails: {
    factorChanged: {
      subject: (portal: string) => `How you sign in to ${portal} has changed`,
      what: {
        authenticatorAdded: "An authenticator app was added to your account.",
        authenticatorRemoved: "The authenticator app was removed from your account.",
        passkeyAdded: "A passkey was added to your account.",
        passkeyRemoved: "A passkey was removed from your account.",
        passwordRemoved: "The password of your account was removed. You sign in with a passkey now.",
        upstreamLinked: "An account elsewhere was added to yours: whoever signs in with it gets in.",
        upstreamUnlinked: "An account elsewhere was removed from yours: it no longer signs you in.",
        recoveryCodesMade: "New recovery codes were made for your account. Those from before no longer work.",
        removedByAdministrator:
          "An administrator removed the second factors of your account: the authenticator app, passkeys and recovery codes. Accounts elsewhere no longer sign you in, and all devices are signed out. Add a new one on the security page.",
        recoveryCodeUsed: "Somebody signed in to your account with a recovery code.",
      },
      text: ({ portalName, sentence, changedAt }: { portalName: string; sentence: string; changedAt: Date }) =>
        `${sentence}\n\nAccount: ${portalName}\nTime: ${formatDateTime(changedAt)}\n\nIf this was not you, sign in, change your password and look at the security page.\n`,
    },
    support: (address: string) => `Questions? ${address}`,
    invitation: ({ portalName, href, expiresAt }: { portalName: string; href: string; expiresAt: Date }) => ({
      subject: `You are invited to ${portalName}`,
      text: `The people who run ${portalName} invite you to make an account there. Open this page:\n${href}\n\nIt works once, until ${formatDateTime(expiresAt)}. If you do not want an account, do nothing: none is made.\n`,
    }),
    provisioned: (made: { portalName: string; directoryName: string; href: string }) => ({
      subject: `You have a ${made.portalName} account`,
      text: `An account at ${made.portalName} was made for you, because you are in the directory “${made.directoryName}”. Sign in here with this address:\n${made.href}\n\nYou need no password: sign in with your account elsewhere if the page offers it, or have a code mailed to you.\n`,
    }),
    suspended: ({ portalName }: { portalName: string }) => ({
      subject: `Your ${portalName} account is suspended`,
      text: `An administrator suspended your ${portalName} account. You are signed out everywhere, and apps no longer have access through it. Nothing is deleted.\n\nIf you do not know why, ask the people who run ${portalName}.\n`,
    }),
    administratorAdded: ({ portalName, href }: { portalName: string; href: string }) => ({
      subject: `You administer ${portalName} now`,
      text: `You can now administer ${portalName}: its people, apps, keys and settings.\n\n${href}\n\nWhoever gets into your account gets at all of that, so add a second factor if you have none. If you did not expect this, tell the people who run ${portalName}.\n`,
    }),
    newAdministrator: ({ portalName, email, href }: { portalName: string; email: string; href: string }) => ({
      subject: `${portalName} has another administrator`,
      text: `${email} can now administer ${portalName}.\n\nIf this is not right, take it back at once:\n${href}\n`,
    }),
    signUpCode: ({ portalName, code }: { portalName: string; code: string }) => ({
      subject: `${code} is your code for ${portalName}`,
      text: `Your code is ${code}\n\nType it on the page where you create your ${portalName} account. It works for 10 minutes.\n\nIf you did not ask for an account, do nothing: none is made without this code. Nobody from ${portalName} will ever ask you for it.\n`,
    }),
    reset: ({ portalName, code, href }: { portalName: string; code: string; href: string }) => ({
      subject: `${code} is your code for a new ${portalName} password`,
      text: `Somebody, probably you, wants to choose a new password for your ${portalName} account.\n\nYour code is ${code}\n\nType it on the page where you asked for it. Or open this page, in any browser:\n${href}\n\nBoth work once, for 10 minutes. If you did not ask for it, do nothing: your password stays as it is. Nobody from ${portalName} will ever ask you for the code.\n`,
    }),
    leaving: ({ portalName, href, deleteAt }: { portalName: string; href: string; deleteAt: Date }) => ({
      subject: `Your ${portalName} account is going to be deleted`,
      text: `You asked to delete your ${portalName} account. It is closed now, and will be deleted for good on ${formatDate(deleteAt)}.\n\nTo keep it, open this page before then:\n${href}\n\nIf you did not ask for this, open the page, and then change your password.\n`,
    }),
    left: (portalName: string) => ({
      subject: `Your ${portalName} account is deleted`,
      text: `Your ${portalName} account and what it held are deleted, as you asked. Data that apps copied stays with them.\n`,
    }),
    newEmail: ({ portalName, code, href }: { portalName: string; code: string; href: string }) => ({
      subject: `${code} is your code to use this address at ${portalName}`,
      text: `Somebody, probably you, wants to use this address for their ${portalName} account.\n\nYour code is ${code}\n\nType it on the page where you asked for it. Or open this page where you are signed in:\n${href}\n\nBoth work once, for 10 minutes. If you did not ask for it, do nothing: nothing changes without the code. Nobody from ${portalName} will ever ask you for it.\n`,
    }),
    emailTaken: (portalName: string) => ({
      subject: `Somebody tried to use your address for another ${portalName} account`,
      text: `Somebody wanted to use this address for another ${portalName} account. It belongs to yours, so nothing was changed.\n\nIf it was you, sign in with this address instead. If it was not you, there is nothing to do.\n`,
    }),
    emailChanged: (change: { portalName: string; to: string; href: string; changedAt: Date; undoUntil: Date }) => ({
      subject: `The email address of your ${change.portalName} account was changed`,
      text: `On ${formatDateTime(change.changedAt)}, the email address of your ${change.portalName} account was changed to ${change.to}. This address no longer works for it.\n\nIf this was you, there is nothing to do. If not, open this page to use this address again:\n${change.href}\n\nIt works once, until ${formatDateTime(change.undoUntil)}, and signs out all devices. Then choose a new password.\n`,
    }),
    signInCode: ({ portalName, code, href }: { portalName: string; code: string; href: string }) => ({
      subject: `${code} is your code to sign in to ${portalName}`,
      text: `Your code is ${code}\n\nType it on the page where you asked for it. Or open this page, in any browser:\n${href}\n\nBoth work once, for 10 minutes. If you did not ask for it, do nothing: nobody gets in without it. Nobody from ${portalName} will ever ask you for it.\n`,
    }),
    firstProof: ({ portalName, href }: { portalName: string; href: string }) => ({
      subject: `The email address of your ${portalName} account is confirmed`,
      text: `You signed in to ${portalName} with a mailed code. This was the first proof that the address of this account is yours, so nothing from before lets anybody in any more: passwords, passkeys, authenticator apps, linked accounts, signed-in devices and the access of apps were removed.\n\nAdd a password or a passkey of your own here:\n${href}\n`,
    }),
    wrongPasswords: ({ portalName, href }: { portalName: string; href: string }) => ({
      subject: `Somebody is trying passwords for your ${portalName} account`,
      text: `Too many wrong passwords were typed for your ${portalName} account. Nobody got in.\n\nWhere they were typed, and in browsers that you have not used before, no password works for a while. Sign in there with a mailed code:\n${href}\n\nIn all other browsers, you can sign in as always.\n\nIf you use this password elsewhere too, or have had it for long, change it. Otherwise, there is nothing to do.\n`,
    }),
    newBrowser: (seen: { portalName: string; browser: string; address: string; href: string }, at: Date) => ({
      subject: `New sign-in to your ${seen.portalName} account`,
      text: `Your ${seen.portalName} account was used in a browser that you had not signed in with before.\n\n${seen.browser}\n${formatDateTime(at)}\nAddress: ${seen.address}\n\nIf it was you, there is nothing to do. If not, sign that device out and change your password:\n${seen.href}\n`,
    }),
    /** `permissions`: a line for each */
    newAccess: (given: { portalName: string; app: string; permissions: string; href: string }) => ({
      subject: `“${given.app}” may change things in your ${given.portalName} account`,
      text: `You allowed “${given.app}” to use your ${given.portalName} account. From now on it can:\n\n${given.permissions}\n\nIf it was you, there is nothing to do. You can take it back here at any time:\n${given.href}\n`,
    }),
    accountExists: ({ portalName, signInUrl }: { portalName: string; signInUrl: string }) => ({
      subject: `You have a ${portalName} account already`,
      text: `Somebody, probably you, tried to create a ${portalName} account with this address. You have one already.\n\nSign in here: ${signInUrl}\n\nIf it was not you, do nothing: your account is as it was.\n`,
    }),
  },
};
