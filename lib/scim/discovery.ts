import { MAX_BODY_BYTES } from "./read-body";
import { type Attribute, GROUP_ATTRIBUTES, GROUP_SCHEMA, USER_ATTRIBUTES, USER_SCHEMA } from "./schemas";

const SCHEMA_SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:Schema";
const RESOURCE_TYPE_SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:ResourceType";
const CONFIG_SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig";

/** Resources of one answer, at most. */
export const MAX_RESULTS = 200;

/** What the portal can do. @see RFC 7643 §5 */
export function describeService(base: string): object {
  return {
    schemas: [CONFIG_SCHEMA],
    patch: { supported: true },
    bulk: { supported: false, maxOperations: 0, maxPayloadSize: MAX_BODY_BYTES },
    filter: { supported: true, maxResults: MAX_RESULTS },
    changePassword: { supported: false },
    sort: { supported: false },
    etag: { supported: false },
    authenticationSchemes: [
      {
        type: "oauthbearertoken",
        name: "Token of the directory",
        description: "An administrator of the portal makes it for this directory: Authorization: Bearer TOKEN.",
        specUri: "https://www.rfc-editor.org/rfc/rfc6750",
        primary: true,
      },
    ],
    meta: { resourceType: "ServiceProviderConfig", location: `${base}/ServiceProviderConfig` },
  };
}

/** @see RFC 7643 §6 */
export function listResourceTypes(base: string): { id: string }[] {
  return [
    { id: "User", endpoint: "/Users", schema: USER_SCHEMA, description: "A person's account" },
    { id: "Group", endpoint: "/Groups", schema: GROUP_SCHEMA, description: "A group of people" },
  ].map((type) => ({
    schemas: [RESOURCE_TYPE_SCHEMA],
    name: type.id,
    ...type,
    schemaExtensions: [],
    meta: { resourceType: "ResourceType", location: `${base}/ResourceTypes/${type.id}` },
  }));
}

/** What can be said of a resource. The documents' own schemas are here too. @see RFC 7643 §7 */
export function listSchemas(base: string): { id: string }[] {
  return [
    { id: USER_SCHEMA, name: "User", description: "A person's account", attributes: USER_ATTRIBUTES },
    { id: GROUP_SCHEMA, name: "Group", description: "A group of people", attributes: GROUP_ATTRIBUTES },
    { id: CONFIG_SCHEMA, name: "Service Provider Configuration", description: "RFC 7643 §5", attributes: CONFIG },
    { id: RESOURCE_TYPE_SCHEMA, name: "ResourceType", description: "RFC 7643 §6", attributes: RESOURCE_TYPE },
    { id: SCHEMA_SCHEMA, name: "Schema", description: "RFC 7643 §7", attributes: SCHEMA },
  ].map(({ attributes, ...schema }) => ({
    schemas: [SCHEMA_SCHEMA],
    ...schema,
    attributes: attributes.map(toDocument),
    meta: { resourceType: "Schema", location: `${base}/Schemas/${schema.id}` },
  }));
}

function toDocument(attribute: Attribute): object {
  const { name, type, description, referenceTypes, canonicalValues, subAttributes } = attribute;
  return {
    name,
    type,
    multiValued: attribute.isMultiValued ?? false,
    description,
    required: attribute.isRequired ?? false,
    ...(type === "complex" ? {} : { caseExact: attribute.isCaseExact ?? false }),
    mutability: attribute.mutability ?? "readWrite",
    returned: "default",
    ...(type === "complex" ? {} : { uniqueness: attribute.isUnique ? "server" : "none" }),
    ...(canonicalValues && { canonicalValues }),
    ...(referenceTypes && { referenceTypes }),
    ...(subAttributes && { subAttributes: subAttributes.map(toDocument) }),
  };
}

function fixed(name: string, type: Attribute["type"], subAttributes?: Attribute[], isMultiValued?: true): Attribute {
  const rest = { ...(subAttributes && { subAttributes }), ...(isMultiValued && { isMultiValued }) };
  return { name, type, description: `RFC 7643: ${name}`, mutability: "readOnly", ...rest };
}

const supported = fixed("supported", "boolean");

const CONFIG: readonly Attribute[] = [
  ...["patch", "bulk", "filter", "changePassword", "sort", "etag"].map((name) => fixed(name, "complex", [supported])),
  fixed(
    "authenticationSchemes",
    "complex",
    ["type", "name", "description", "specUri"].map((name) => fixed(name, "string")),
    true,
  ),
];

const RESOURCE_TYPE: readonly Attribute[] = [
  ...["id", "name", "description", "endpoint", "schema"].map((name) => fixed(name, "string")),
  fixed("schemaExtensions", "complex", [fixed("schema", "string"), fixed("required", "boolean")], true),
];

const SCHEMA: readonly Attribute[] = [
  ...["id", "name", "description"].map((name) => fixed(name, "string")),
  fixed(
    "attributes",
    "complex",
    [
      ...["name", "type", "description", "mutability", "returned", "uniqueness"].map((name) => fixed(name, "string")),
      ...["multiValued", "required", "caseExact"].map((name) => fixed(name, "boolean")),
    ],
    true,
  ),
];
