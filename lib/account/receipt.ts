import type { ConsentVersion } from "../db/people/consent-versions";
import { saysWhatIsAllowed } from "../db/protocol/consent-versions";
import type { SignedTyp, SigningKeys } from "../oauth/context";
import type { ShownPage } from "../oauth/model";

/** Who is named on a receipt besides the app. */
export interface ReceiptParties {
  issuer: string;
  portalName: string;
  /** the portal's own; null: the operator has none */
  privacyUrl: string | null;
  userId: string;
  /** the name that the app has now; null: the app is gone */
  appName: string | null;
}

const EVENT_STATE = {
  given: "given",
  once: "given",
  narrowed: "withdrawn in part",
  removed: "withdrawn",
  retired: "withdrawn in part by the portal",
  unused: "withdrawn by the portal",
  shortened: "shortened by the portal",
  returned: "withdrawn by the app",
} satisfies Record<ConsentVersion["change"], string>;

const DAY_MS = 24 * 3600 * 1000;

/**
 * The record of one change of a consent, for its person to keep. Members have the names of the specification, as far as they
 * can be read without buying it: in the W3C community group's guide to it, which gives the name and the clause of each member
 * inside the sections, and no names of the sections themselves. A receipt has to hold `schema_version` and `receipt_id`, and
 * no more. Of what a record has to hold, `storage_locations`, `retention_period`, `jurisdiction`, `recipient_third_parties`,
 * `party_address`, `party_contact` and `party_type` are left out: the portal does not know what an app does with data. `change`,
 * `expires_at`, `allowed`, `declined`, `withdrawn`, `resources` and `shown`, the page as it was read, are our own.
 * @see ISO/IEC TS 27560:2023 §6.3, §6.4; https://w3id.org/dpv/guides/consent-27560
 */
export function toReceipt(version: ConsentVersion, parties: ReceiptParties): Record<string, unknown> {
  const { issuer, portalName, privacyUrl, userId } = parties;
  const { versionId, clientId, change, locale, shown, createdAt, expiresAt } = version;
  const app = readApp(shown);
  const days = expiresAt && Math.round((expiresAt.getTime() - createdAt.getTime()) / DAY_MS);
  return {
    schema_version: "ISO/IEC TS 27560:2023",
    receipt_id: versionId,
    record_id: versionId,
    pii_principal_id: userId,
    pii_processing: {
      privacy_notice: app.policy ?? privacyUrl,
      language: locale,
      purposes: listPurposes(version, issuer),
    },
    party_identification: [
      {
        party_id: clientId,
        party_name: app.name ?? parties.appName,
        party_role: "PII controller",
        party_url: app.site,
      },
      { party_id: issuer, party_name: portalName, party_role: "PII controller", party_url: issuer },
    ],
    event: [
      {
        event_time: createdAt.toISOString(),
        event_type: "explicit",
        event_state: EVENT_STATE[change],
        entity_id: userId,
        ...(change === "given" && { validity_duration: days === null ? null : `P${days}D` }),
      },
    ],
    change,
    expires_at: expiresAt?.toISOString() ?? null,
    allowed: saysWhatIsAllowed(change) ? version.scopes : [],
    declined: version.declinedScopes,
    withdrawn: saysWhatIsAllowed(change) ? [] : version.scopes,
    resources: version.resources,
    shown,
  };
}

function listPurposes(version: ConsentVersion, issuer: string): Record<string, unknown>[] {
  const { clientId, scopes, shown, change } = version;
  const page = readPermissions(shown);
  return scopes.map((name) => {
    const permission = page.find((each) => each.name === name);
    return {
      purpose: permission?.title ?? name,
      purpose_type: name,
      lawful_basis: "consent",
      pii_information: [
        {
          pii_type: name,
          ...(permission && {
            pii_optional: permission.is_optional,
            sensitive_pii_category: permission.risk === "sensitive",
          }),
        },
      ],
      pii_controllers: [clientId],
      collection_method:
        change === "given" || change === "once" ? "consent page of the portal" : "account page of the portal",
      withdrawal_method: `${issuer}/account/apps/${encodeURIComponent(clientId)}`,
    };
  });
}

type Shown = ShownPage["page"] | null;

const textOf = (value: unknown) => (typeof value === "string" ? value : null);
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

function readApp(shown: Shown) {
  const app = isRecord(shown?.app) ? shown.app : {};
  return { name: textOf(app.name), site: textOf(app.site), policy: textOf(app.policy) };
}

function readPermissions(shown: Shown) {
  const permissions: unknown[] = Array.isArray(shown?.permissions) ? shown.permissions : [];
  return permissions.filter(isRecord).map((each) => ({
    name: textOf(each.name),
    title: textOf(each.title),
    risk: textOf(each.risk),
    is_optional: each.is_optional === true,
  }));
}

/** The `typ` of a signed receipt: one of its own, so that it passes for no token. @see RFC 8725 §3.11 */
const RECEIPT_TYP = "consent-receipt+jwt" satisfies SignedTyp;

/**
 * The receipt as people read it, and the same as a JWT that the portal signed, which anybody can check with the keys at
 * `jwks_uri` for as long as they are published.
 */
export async function signReceipt(
  receipt: Record<string, unknown>,
  { issuer, userId }: Pick<ReceiptParties, "issuer" | "userId">,
  { keys, now }: { keys: SigningKeys; now: Date },
): Promise<{ receipt: Record<string, unknown>; jwt: string }> {
  const payload = { iss: issuer, sub: userId, iat: Math.floor(now.getTime() / 1000), receipt };
  return { receipt, jwt: await keys.sign(payload, { alg: "RS256", typ: RECEIPT_TYP }) };
}
