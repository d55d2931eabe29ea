/** An attribute of a resource. @see RFC 7643 §2.2, §7 */
export interface Attribute {
  name: string;
  type: "string" | "boolean" | "reference" | "complex";
  description: string;
  isMultiValued?: true;
  isRequired?: true;
  isCaseExact?: true;
  isUnique?: true;
  mutability?: "readOnly" | "immutable";
  referenceTypes?: readonly string[];
  /** the values that it has */
  canonicalValues?: readonly string[];
  subAttributes?: readonly Attribute[];
}

export const USER_SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:User";
export const GROUP_SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:Group";

function text(name: string, description: string): Attribute {
  return { name, type: "string", description };
}

/** A list of values that each have a type, and one of which is the main one. @see RFC 7643 §2.4 */
function list(name: string, description: string, value: Partial<Attribute> = {}): Attribute {
  const subAttributes: Attribute[] = [
    { ...text("value", "The value itself."), ...value },
    text("display", "The value as people read it."),
    text("type", "What the value is for, such as work or home."),
    { name: "primary", type: "boolean", description: "Whether it is the main one of them." },
  ];
  return { name, type: "complex", description, isMultiValued: true, subAttributes };
}

const uri = { type: "reference", referenceTypes: ["external"], isCaseExact: true } as const;

/** What the portal keeps of RFC 7643 §4.1. */
export const USER_ATTRIBUTES: readonly Attribute[] = [
  {
    ...text("userName", "The mail address of the account."),
    isRequired: true,
    isUnique: true,
  },
  {
    name: "name",
    type: "complex",
    description: "The parts of the name.",
    subAttributes: [
      text("formatted", "The whole name."),
      text("familyName", "The family name."),
      text("givenName", "The given name."),
      text("middleName", "The middle names."),
      text("honorificPrefix", "A title before the name."),
      text("honorificSuffix", "What follows the name."),
    ],
  },
  text("displayName", "The name that pages and apps show."),
  text("nickName", "What the person is called."),
  { name: "profileUrl", description: "A page about the person.", ...uri },
  text("title", "The person's position, such as Vice President."),
  text("preferredLanguage", "The language that the person reads."),
  text("locale", "Where the person is, for dates and numbers."),
  text("timezone", "The person's time zone, such as Europe/Berlin."),
  { name: "active", type: "boolean", description: "Whether the person can use the account." },
  list("emails", "Mail addresses. The address of the account is userName, whatever stands here."),
  list("phoneNumbers", "Telephone numbers."),
  list("photos", "Pictures, by their addresses.", uri),
];

/** What the portal knows of RFC 7643 §4.2. */
export const GROUP_ATTRIBUTES: readonly Attribute[] = [
  { ...text("displayName", "The name of the group. Apps read it."), isRequired: true, isUnique: true },
  {
    name: "members",
    type: "complex",
    description: "The people of this directory who are in the group.",
    isMultiValued: true,
    subAttributes: [
      { ...text("value", "The id of the person."), isCaseExact: true, mutability: "immutable" },
      {
        name: "$ref",
        type: "reference",
        description: "The address of the person.",
        isCaseExact: true,
        mutability: "immutable",
        referenceTypes: ["User"],
      },
      { ...text("type", "What the member is."), mutability: "immutable", canonicalValues: ["User"] },
    ],
  },
];

/** Every resource has it. @see RFC 7643 §3.1 */
export const EXTERNAL_ID: Attribute = {
  ...text("externalId", "What the directory calls the resource."),
  isCaseExact: true,
};

/** What a request may name of every resource, and only the portal sets. @see RFC 7643 §3.1 */
export const OWN_ATTRIBUTES: readonly string[] = ["id", "meta", "schemas"];

/**
 * Attributes of the RFC that the portal does not keep: accepted, ignored and never answered. In lower case.
 * @see RFC 7643 §4.1, RFC 7644 §3.3
 */
export const IGNORED_USER_ATTRIBUTES: readonly string[] = [
  "addresses",
  "entitlements",
  "groups",
  "ims",
  "password",
  "roles",
  "usertype",
  "x509certificates",
];

export const EXTENSION_PREFIX = "urn:";

/** The attribute of this name, whose capital letters make no difference. @see RFC 7643 §2.1 */
export function findAttribute(attributes: readonly Attribute[], name: string): Attribute | undefined {
  const wanted = name.toLowerCase();
  return attributes.find((attribute) => attribute.name.toLowerCase() === wanted);
}
