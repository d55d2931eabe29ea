import type { Metadata } from "next";
import { headers } from "next/headers";
import { Card } from "@/components/account/card";
import { ActionForm } from "@/components/forms/action-form";
import { FormField } from "@/components/forms/form-field";
import { PressForm } from "@/components/forms/press-form";
import { Button, LinkButton } from "@/components/ui/button";
import { findNewEmail, findNewEmailByLink } from "@/lib/account/change-email";
import type { SearchParams } from "@/lib/auth/auth-page";
import { isOutboxOpenTo } from "@/lib/auth/mail";
import { getPageWords } from "@/lib/auth/page-words";
import { requireUser } from "@/lib/auth/require-user";
import { getPageContext } from "@/lib/http/page-context";
import { AccountHeading } from "../../_parts/account-heading";
import { accountMetadata } from "../../metadata";
import { confirmByCode, confirmByLink } from "../actions";

export const generateMetadata = async (): Promise<Metadata> => {
  const words = await getPageWords();
  return accountMetadata(words.account.email.confirmTitle);
};

/**
 * Takes the mailed code, or the press of somebody who opened the mailed link. The link works only for a person who is
 * signed in to this account, because it may have been mailed to a wrong address.
 */
export default async function ConfirmEmailPage({ searchParams }: { searchParams: SearchParams }) {
  const user = await requireUser((await getPageContext()).path);
  const { token } = await searchParams;
  const words = await getPageWords();
  const texts = words.account.email;
  const now = new Date();
  const byLink = typeof token === "string" ? await findNewEmailByLink(user, token, now) : null;
  const email = token === undefined ? await findNewEmail(user, now) : byLink;
  if (email === null) {
    return (
      <>
        <AccountHeading title={texts.overTitle} intro={texts.overBody} />
        <div>
          <LinkButton href="/account/email" variant="primary">
            {texts.again}
          </LinkButton>
        </div>
      </>
    );
  }
  return (
    <>
      <AccountHeading title={texts.confirmTitle} />
      <Card title={texts.newTitle} id="new-email">
        <p className="font-semibold wrap-anywhere">
          <bdi>{email}</bdi>
        </p>
        {typeof token === "string" ? (
          <PressForm action={confirmByLink.bind(null, token)} className="grid gap-4">
            <p className="text-sm">{texts.linkLead}</p>
            <div className="flex flex-wrap gap-3">
              <Button id="confirm-email" variant="primary">
                {texts.confirm}
              </Button>
              <LinkButton href="/account">{texts.cancel}</LinkButton>
            </div>
          </PressForm>
        ) : (
          <ActionForm
            action={confirmByCode}
            errorTitle={words.common.errorTitle(texts.confirmTitle)}
            label={texts.confirmTitle}
            className="grid max-w-md gap-5"
          >
            <div className="grid gap-2 text-sm">
              <p>{texts.sent}</p>
              <p className="text-fg-muted">{texts.sentHint}</p>
              {isOutboxOpenTo(await headers()) ? (
                <p>
                  <a href="/outbox" target="_blank" rel="noopener" className="link">
                    {words.auth.verify.outbox}
                  </a>
                </p>
              ) : null}
            </div>
            <FormField id="code" label={texts.code} inputMode="numeric" autoComplete="one-time-code" maxLength={20} />
            <div className="flex flex-wrap gap-3">
              <Button id="confirm-email" variant="primary">
                {texts.confirm}
              </Button>
              <LinkButton href="/account/email">{texts.again}</LinkButton>
            </div>
          </ActionForm>
        )}
      </Card>
    </>
  );
}
