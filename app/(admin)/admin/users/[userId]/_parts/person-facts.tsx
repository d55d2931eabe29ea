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
