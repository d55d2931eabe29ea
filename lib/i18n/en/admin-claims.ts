import type { ClaimEditor } from "@/lib/db/people/claims";
import type { ClaimType } from "@/lib/oauth/tokens/defined-claims";

/** Words of the administrators' pages about the operator's own claims. */
export const claimWords = {
  nav: "Claims",
  title: "Claims",
  intro:
    "What apps can know of people besides the claims of OpenID Connect. A scope brings each, and people allow that.",
  none: "No claim of your own yet",
  noneHint: "Define one for what your apps need, such as somebody's team.",
  caption: "Claims, the oldest first",
  name: "Claim",
  type: "Kind of value",
  types: { text: "Text", number: "Number", flag: "Yes or no", list: "List of texts" } satisfies Record<
    ClaimType,
    string
  >,
  editor: "Set by",
  editors: { administrator: "Administrators", person: "Each person" } satisfies Record<ClaimEditor, string>,
  scope: "Scope",
  action: "Action",
  edit: "Edit",
  editLabel: (name: string) => `Edit the claim ${name}`,
  changeTitle: (name: string) => `Edit the claim ${name}`,
  changeHint: (type: string) =>
    `Its name and kind of value (${type}) stay, because apps read them. What people allowed a scope that brings it counts for the claim too.`,
  change: "Save claim",
  changed: (name: string) => `The claim ${name} is saved.`,
  remove: "Remove",
  removeLabel: (name: string) => `Remove the claim ${name}`,
  removeTitle: (name: string) => `Remove the claim ${name}?`,
  removeBody:
    "Everybody's values of it are deleted too, and apps no longer read them. Where no other claim is left in a scope of its own, that scope is retired; its name can be used again once the last tokens with it have expired, within a day. This cannot be undone.",
  keep: "Keep it",
  removed: (name: string) => `The claim ${name} is removed.`,
  create: "Define a claim",
  nameField: "Name",
  nameHint: "As apps read it, such as team. Letters, digits and _ . : / -",
  labelField: "Label",
  labelHint: "What people read beside its value.",
  labelIn: (language: string) => `Label in ${language}`,
  inLanguages: "The same in other languages",
  typeField: "Kind of value",
  editorField: "Who sets it",
  editorHints: "What people set themselves, apps must not rely on for access.",
  scopeField: "Scope that brings it",
  newScope: "A new scope",
  scopeNew: "The new scope",
  scopeNewHint: "Only where a new scope brings the claim.",
  scopeName: "Name of the scope",
  scopeTitle: "What people read when an app asks for it",
  scopeDetail: "In more detail",
  scopeTitleIn: (language: string) => `Title in ${language}`,
  scopeDetailIn: (language: string) => `Detail in ${language}`,
  submit: "Define claim",
  created: (name: string) => `The claim ${name} is defined.`,
  ofPerson: "More about this person",
  problems: {
    missing: "There is no such claim any more.",
    nameMalformed: "Begin with a letter, and use at most 64 letters, digits and _ . : / -",
    nameReserved: "This name has a meaning in OpenID Connect or in tokens already.",
    taken: "There is a claim of that name. Capital letters make no difference.",
    labelMissing: "Write what people read beside the value.",
    labelLong: "Use at most 80 characters in each language.",
    scopeInvalid: "Choose a scope, or write a new one's name and what people read about it: at most 80 characters.",
    scopeTaken:
      "There is a scope of that name, or there was one less than a day ago: a name is free again once the last tokens with it have expired.",
    overtaken:
      "Somebody else changed this since you opened the page, so nothing was saved. Load the page again to see it.",
    full: "There are 50 claims, and there cannot be more.",
  },
};
