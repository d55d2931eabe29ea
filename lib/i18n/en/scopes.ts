import type { BuiltInScopeName } from "@/lib/db/driver/built-in-scopes";
import type { ScopeText } from "@/lib/oauth/model";

/** What people read about the scopes that every portal has: verb, object, whose. */
export const scopeWords: Record<BuiltInScopeName, ScopeText> = {
  openid: { title: "Know who you are", detail: "Recognise you when you come back." },
  profile: {
    title: "See your name and profile",
    detail: "Your name, picture, language and other profile details.",
  },
  email: { title: "See your email address", detail: "And whether it has been confirmed." },
  address: { title: "See your postal address", detail: null },
  phone: { title: "See your phone number", detail: null },
  groups: {
    title: "See which groups you are in",
    detail: "Their names. The app may decide by them what you can do there.",
  },
  offline_access: {
    title: "Keep access while you are away",
    detail: "Stay connected until you remove the access.",
  },
  "account:read": {
    title: "See your account details",
    detail: "Your email address, your name and when you joined.",
  },
  "account:apps": {
    title: "Manage the apps you connected",
    detail: "See which apps have access to your account, and remove their access.",
  },
  consents: {
    title: "See and reduce what apps may do",
    detail: "What you allowed each app and for how long. It can take permissions away, but not add any.",
  },
  "clients:read": {
    title: "See the apps you registered",
    detail: "Their names, settings and addresses; never their secrets.",
  },
  "clients:write": {
    title: "Register and change your apps",
    detail: "Create apps, change their settings and make secrets for them.",
  },
  grant_management_query: {
    title: "See what people allowed this app",
    detail: "Its permissions and their APIs, by the grant_id that the app knows.",
  },
  grant_management_revoke: {
    title: "Give back what people allowed this app",
    detail: "The app’s own access ends. Nothing else changes.",
  },
  admin: {
    title: "Administer this portal",
    detail: "See, suspend and delete everybody’s account, and make administrators.",
  },
};
