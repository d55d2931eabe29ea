import type { Metadata } from "next";
import { Card } from "@/components/account/card";
import { ActionForm } from "@/components/forms/action-form";
import { FormField } from "@/components/forms/form-field";
import { Button, LinkButton } from "@/components/ui/button";
import { findNewEmail } from "@/lib/account/change-email";
import { getPageWords } from "@/lib/auth/page-words";
import { requireFreshUser } from "@/lib/auth/require-user";
import { AccountHeading } from "../_parts/account-heading";
import { PendingEmail } from "../_parts/pending-email";
import { accountMetadata } from "../metadata";
import { askForNewEmail } from "./actions";

export const generateMetadata = async (): Promise<Metadata> => {
  const words = await getPageWords();
  return accountMetadata(words.account.email.title);
};

/** Asks for the new address, to which a code is mailed. */
export default async function EmailPage() {
  const user = await requireFreshUser("/account/email");
  const pending = await findNewEmail(user, new Date());
  const words = await getPageWords();
  const texts = words.account.email;
  return (
    <>
      <AccountHeading title={texts.title} intro={texts.intro} />
      <Card title={texts.cardTitle} id="new-email">
        {pending ? <PendingEmail words={words} email={pending} /> : null}
        <p className="text-sm">
          {texts.current} <bdi className="font-semibold wrap-anywhere">{user.email}</bdi>
        </p>
        <ActionForm
          action={askForNewEmail}
          errorTitle={words.common.errorTitle(texts.title)}
          label={texts.title}
          className="grid max-w-md gap-5"
        >
          <FormField
            id="email"
            type="email"
            label={texts.next}
            hint={texts.nextHint}
            autoComplete="email"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={254}
          />
          <div className="flex flex-wrap gap-3">
            <Button variant="primary">{texts.submit}</Button>
            <LinkButton href="/account">{texts.cancel}</LinkButton>
          </div>
        </ActionForm>
      </Card>
    </>
  );
}
