import { Card } from "@/components/console/card";
import { PressForm } from "@/components/forms/press-form";
import { Button } from "@/components/ui/button";
import { InPlaceLink } from "@/components/ui/in-place-link";
import { Note } from "@/components/ui/note";
import type { Words } from "@/lib/i18n/words";
import type { PersonDetails } from "@/lib/people/person-details";
import { actOnPerson, makeLinkAction } from "../actions";
import type { PersonAct } from "./acts";
import { ResetLink, type ResetLinkProps } from "./reset-link";

export interface PersonActsProps {
  words: Words;
  person: PersonDetails;
  /** an administrator looks at their own account */
  isOneself: boolean;
  /** whoever looks is an administrator; otherwise they are support */
  byAdministrator: boolean;
  /** the act that is asked about, from the address */
  asked: unknown;
}

/** What an administrator can do with an account, each with a question before it. */
export function PersonActs({ words, person, isOneself, byAdministrator, asked }: PersonActsProps) {
  const texts = words.admin.people;
  const { email, isAdmin, isSupport, suspendedAt, deleteAt, ownedClients } = person;
  const { authenticator, passkeys, rememberedCount, links } = person.factors;
  const hasFactors = authenticator !== null || passkeys.length > 0 || rememberedCount > 0 || links.length > 0;
  const shared = { words, userId: person.userId, asked };
  if (isAdmin && !byAdministrator) return <Note>{texts.ofAdministrator}</Note>;
  return (
    <>
      {suspendedAt ? null : (
        <Card>
          <ResetLink action={makeLinkAction.bind(null, person.userId)} words={resetLinkWords(words)} />
        </Card>
      )}
      <Card title={texts.sessionsCard}>
        <Act
          {...shared}
          act="end-sessions"
          intro={texts.sessionsHint}
          open={texts.endSessions}
          title={texts.endSessionsTitle(email)}
          body={texts.endSessionsBody}
        />
      </Card>
      {isOneself || !hasFactors ? null : (
        <Card title={texts.factorCard}>
          <Act
            {...shared}
            act="new-factor"
            intro={texts.factorHint}
            open={texts.newFactor}
            title={texts.newFactorTitle(email)}
            body={texts.newFactorBody}
          />
        </Card>
      )}
      {byAdministrator ? (
        <>
          <Card title={texts.administratorCard}>
            {isAdmin ? (
              <Act
                {...shared}
                act="unmake-administrator"
                intro={texts.isAdministrator}
                open={texts.unmakeAdministrator}
                title={texts.unmakeAdministratorTitle(email)}
                body={texts.unmakeAdministratorBody}
              />
            ) : (
              <Act
                {...shared}
                act="make-administrator"
                intro={texts.isNoAdministrator}
                open={texts.makeAdministrator}
                title={texts.makeAdministratorTitle(email)}
                body={texts.makeAdministratorBody}
              />
            )}
          </Card>
          {isAdmin ? null : (
            <Card title={texts.supportCard}>
              {isSupport ? (
                <Act
                  {...shared}
                  act="unmake-support"
                  intro={texts.isSupport}
                  open={texts.unmakeSupport}
                  title={texts.unmakeSupportTitle(email)}
                  body={texts.unmakeSupportBody}
                />
              ) : (
                <Act
                  {...shared}
                  act="make-support"
                  intro={texts.isNoSupport}
                  open={texts.makeSupport}
                  title={texts.makeSupportTitle(email)}
                  body={texts.makeSupportBody}
                />
              )}
            </Card>
          )}
        </>
      ) : null}
      {isOneself ? (
        <Note>{texts.ownAccount}</Note>
      ) : (
        <>
          <Card title={texts.suspendCard} tone="danger">
            {suspendedAt ? (
              <>
                <p className="text-sm text-fg-muted">{texts.resumeHint}</p>
                <PressForm action={actOnPerson.bind(null, "resume", person.userId)}>
                  <Button variant="secondary">{texts.resume}</Button>
                </PressForm>
              </>
            ) : null}
            {suspendedAt && !deleteAt ? null : (
              <Act
                {...shared}
                act="suspend"
                intro={texts.suspendHint}
                open={texts.suspend}
                title={texts.suspendTitle(email)}
                body={texts.suspendBody}
              />
            )}
          </Card>
          {byAdministrator ? (
            <Card title={texts.deleteCard} tone="danger">
              {ownedClients.length === 0 ? (
                <Act
                  {...shared}
                  act="delete"
                  intro={texts.deleteHint}
                  open={texts.delete}
                  title={texts.deleteTitle(email)}
                  body={texts.deleteBody}
                />
              ) : (
                <>
                  <Act
                    {...shared}
                    act="delete-and-take"
                    intro={`${texts.deleteHint} ${texts.deleteOwned(ownedClients.length)}`}
                    open={texts.deleteAndTake}
                    title={texts.deleteTitle(email)}
                    body={`${texts.deleteBody} ${texts.takeOwned(ownedClients.length)}`}
                  />
                  <Act
                    {...shared}
                    act="delete-with-apps"
                    open={texts.deleteWithApps}
                    title={texts.deleteTitle(email)}
                    body={`${texts.deleteBody} ${texts.loseOwned(ownedClients.length)}`}
                  />
                </>
              )}
            </Card>
          ) : null}
        </>
      )}
    </>
  );
}

function resetLinkWords(words: Words): ResetLinkProps["words"] {
  const { resetCard, resetHint, makeLink, linkTitle, linkField, linkWarning, copyLink } = words.admin.people;
  const { copied } = words.console;
  const errorTitle = words.common.errorTitle(resetCard);
  return { resetCard, resetHint, makeLink, linkTitle, linkField, linkWarning, copyLink, copied, errorTitle };
}

interface ActProps {
  words: Words;
  userId: string;
  asked: unknown;
  act: PersonAct;
  /** what it does, before anybody asked for it; left out where the act before it says so */
  intro?: string;
  /** of the link that opens the question, and of the button that answers it */
  open: string;
  /** the question */
  title: string;
  body: string;
}

function Act({ words, userId, asked, act, intro, open, title, body }: ActProps) {
  const path = `/admin/users/${userId}`;
  if (asked !== act) {
    return (
      <>
        {intro ? <p className="text-sm text-fg-muted">{intro}</p> : null}
        <div>
          <InPlaceLink id={act} href={`${path}?ask=${act}#${act}-question`}>
            {open}
          </InPlaceLink>
        </div>
      </>
    );
  }
  const isHarmless = act === "make-administrator" || act === "make-support" || act === "end-sessions";
  return (
    <div id={`${act}-question`} className="grid gap-3 text-sm">
      <h3 className="text-base font-semibold wrap-anywhere">{title}</h3>
      <p>{body}</p>
      <div className="flex flex-wrap gap-3">
        <InPlaceLink href={path} isFocused heir={act}>
          {words.admin.people.keep}
        </InPlaceLink>
        <PressForm action={actOnPerson.bind(null, act, userId)}>
          <Button variant={isHarmless ? "primary" : "danger"}>{open}</Button>
        </PressForm>
      </div>
    </div>
  );
}
