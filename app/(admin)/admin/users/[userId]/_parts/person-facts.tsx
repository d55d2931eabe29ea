import { DescriptionList } from "@/components/ui/description-list";
import { Time } from "@/components/ui/time";
import type { Words } from "@/lib/i18n/words";
import type { PersonDetails } from "@/lib/people/person-details";

/** What the portal knows of an account. Never a password, nor anything made of it. */
export function PersonFacts({ words, person }: { words: Words; person: PersonDetails }) {
  const texts = words.admin.people;
  const { userId, email, emailVerifiedAt, locale, createdAt, hasPassword, passwordChangedAt, suspendedAt } = person;
  const changed = passwordChangedAt ? texts.passwordChanged(passwordChangedAt) : texts.passwordNever;
  return (
    <DescriptionList
      items={[
        { term: texts.id, description: <code>{userId}</code> },
        {
          term: texts.email,
          description: (
            <>
              <bdi>{email}</bdi>, {emailVerifiedAt ? texts.confirmed(emailVerifiedAt) : texts.notConfirmed}
            </>
          ),
        },
        { term: texts.language, description: locale ?? texts.noLanguage },
        { term: texts.joined, description: <Time words={words} value={createdAt} format="date-time" /> },
        { term: texts.password, description: hasPassword ? changed : texts.noPassword },
        { term: texts.factors, description: <Factors words={words} factors={person.factors} /> },
        ...(person.factors.links.length > 0
          ? [{ term: texts.links, description: <Links words={words} links={person.factors.links} /> }]
          : []),
        ...(suspendedAt
          ? [
              {
                term: texts.suspendedSince,
                description: <Time words={words} value={suspendedAt} format="date-time" />,
              },
            ]
          : []),
      ]}
    />
  );
}

/** What the person can prove besides the password, and when they last did. */
function Factors({ words, factors }: { words: Words; factors: PersonDetails["factors"] }) {
  const texts = words.admin.people;
  const { authenticator, passkeys, recoveryCodesLeft, rememberedCount } = factors;
  const all = [
    ...(authenticator ? [{ ...authenticator, key: "authenticator", name: texts.authenticator }] : []),
    ...passkeys.map((passkey) => {
      const name = passkey.name === null ? texts.passkeyUnnamed : texts.passkey(passkey.name);
      return { ...passkey, key: passkey.passkeyId, name };
    }),
  ];
  if (all.length === 0 && recoveryCodesLeft === 0 && rememberedCount === 0) return texts.noFactors;
  return (
    <ul className="grid gap-1">
      {all.map(({ key, name, createdAt, lastUsedAt }) => (
        <li key={key}>
          {`${name}, ${texts.addedOn(createdAt)}, ${lastUsedAt ? texts.lastUsedOn(lastUsedAt) : texts.neverUsed}`}
        </li>
      ))}
      {recoveryCodesLeft > 0 ? <li>{texts.recoveryCodes(recoveryCodesLeft)}</li> : null}
      {rememberedCount > 0 ? <li>{texts.rememberedBrowsers(rememberedCount)}</li> : null}
    </ul>
  );
}

/** The accounts elsewhere that sign the person in. */
function Links({ words, links }: { words: Words; links: PersonDetails["factors"]["links"] }) {
  const texts = words.admin.people;
  return (
    <ul className="grid gap-1">
      {links.map(({ linkId, name, label, createdAt, lastUsedAt }) => (
        <li key={linkId}>
          {name}
          {label === null ? null : (
            <>
              {": "}
              <bdi>{label}</bdi>
            </>
          )}
          {`, ${texts.addedOn(createdAt)}, ${lastUsedAt ? texts.lastUsedOn(lastUsedAt) : texts.neverUsed}`}
        </li>
      ))}
    </ul>
  );
}
