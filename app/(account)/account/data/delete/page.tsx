import type { Metadata } from "next";
import { Card } from "@/components/account/card";
import { ActionForm } from "@/components/forms/action-form";
import { FormField } from "@/components/forms/form-field";
import { Button, LinkButton } from "@/components/ui/button";
import { listAppsInTheWay } from "@/lib/account/delete-account";
import { getPageWords } from "@/lib/auth/page-words";
import { decodeEmail } from "@/lib/auth/readable-host";
import { requireFreshUser } from "@/lib/auth/require-user";
import { AccountHeading } from "../../_parts/account-heading";
import { accountMetadata } from "../../metadata";
import { deleteAccount } from "../actions";

export const generateMetadata = async (): Promise<Metadata> => {
  const words = await getPageWords();
  return accountMetadata(words.account.data.delete.title);
};

/** Says what is lost, and asks once more. */
export default async function DeletePage() {
  const user = await requireFreshUser("/account/data/delete");
  const words = await getPageWords();
  const texts = words.account.data.delete;
  const apps = await listAppsInTheWay(user, new Date());
  return (
    <>
      <AccountHeading title={texts.title} />
      <Card title={texts.whatTitle} id="what">
        <ul className="grid list-disc gap-1 ps-5 text-sm">
          {texts.what.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </Card>
      {apps.length > 0 ? (
        <Card title={texts.appsTitle} id="apps" intro={texts.appsIntro}>
          <ul className="grid gap-2 text-sm">
            {apps.map(({ clientId, name }) => (
              <li key={clientId}>
                <a href={`/console/clients/${encodeURIComponent(clientId)}/settings`} className="link">
                  <bdi>{name}</bdi>
                </a>
              </li>
            ))}
          </ul>
        </Card>
      ) : (
        <Card title={texts.confirmTitle} id="confirm" intro={texts.confirmIntro}>
          <ActionForm action={deleteAccount} errorTitle={words.common.errorTitle(texts.title)} className="grid gap-4">
            <FormField
              id="email"
              label={texts.email}
              hint={texts.emailHint(decodeEmail(user.email))}
              type="email"
              autoComplete="off"
            />
            <div className="flex flex-wrap gap-3">
              <LinkButton href="/account/data">{texts.keep}</LinkButton>
              <Button variant="danger">{texts.submit}</Button>
            </div>
          </ActionForm>
        </Card>
      )}
    </>
  );
}
