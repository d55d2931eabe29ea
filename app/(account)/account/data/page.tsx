import type { Metadata } from "next";
import { Card } from "@/components/account/card";
import { buttonClass, LinkButton } from "@/components/ui/button";
import { getPageWords } from "@/lib/auth/page-words";
import { requireUser } from "@/lib/auth/require-user";
import { AccountHeading } from "../_parts/account-heading";
import { accountMetadata } from "../metadata";

export const generateMetadata = async (): Promise<Metadata> => {
  const words = await getPageWords();
  return accountMetadata(words.account.data.title);
};

/** What a person can do with all of their data. */
export default async function DataPage() {
  await requireUser("/account/data");
  const words = await getPageWords();
  const texts = words.account.data;
  return (
    <>
      <AccountHeading title={texts.title} intro={texts.intro} />
      <Card title={texts.export.title} id="export" intro={texts.export.intro}>
        <div>
          <a href="/account/data/export" download className={buttonClass("secondary")}>
            {texts.export.action}
          </a>
        </div>
      </Card>
      <Card title={texts.delete.title} id="delete" intro={texts.delete.intro}>
        <div>
          <LinkButton href="/account/data/delete" variant="danger">
            {texts.delete.action}
          </LinkButton>
        </div>
      </Card>
    </>
  );
}
