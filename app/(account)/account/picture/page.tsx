import type { Metadata } from "next";
import { Card } from "@/components/account/card";
import { ActionForm } from "@/components/forms/action-form";
import { FileField } from "@/components/forms/file-field";
import { PressForm } from "@/components/forms/press-form";
import { Avatar } from "@/components/ui/avatar";
import { Button, LinkButton } from "@/components/ui/button";
import { findPictureElsewhere } from "@/lib/account/own-picture";
import { getPageWords } from "@/lib/auth/page-words";
import { requireUser } from "@/lib/auth/require-user";
import { AccountHeading } from "../_parts/account-heading";
import { accountMetadata } from "../metadata";
import { removePicture, savePicture } from "./actions";

export const generateMetadata = async (): Promise<Metadata> => {
  const words = await getPageWords();
  return accountMetadata(words.account.picture.title);
};

/** The person's picture: see it, change it, take it away. A page of its own, because only it takes large files. */
export default async function PicturePage() {
  const user = await requireUser("/account/picture");
  const words = await getPageWords();
  const texts = words.account.picture;
  const elsewhere = await findPictureElsewhere(user);
  return (
    <>
      <AccountHeading title={texts.title} intro={texts.intro} />
      <Card title={texts.cardTitle} id="picture-card">
        <div className="flex flex-wrap items-center gap-4">
          <Avatar name={user.name ?? user.email} src={user.picturePath} size="lg" />
          <p className="min-w-0 text-sm text-fg-muted wrap-anywhere">
            {user.picturePath ? texts.has : elsewhere ? texts.elsewhere(elsewhere) : texts.none}
          </p>
        </div>
        <ActionForm
          action={savePicture}
          errorTitle={words.common.errorTitle(texts.title)}
          label={texts.title}
          className="grid max-w-md gap-5"
        >
          <FileField id="picture" label={texts.file} hint={texts.fileHint} accept="image/png,image/jpeg,image/webp" />
          <div className="flex flex-wrap gap-3">
            <Button variant="primary">{texts.save}</Button>
            <LinkButton href="/account">{texts.back}</LinkButton>
          </div>
        </ActionForm>
        {user.picturePath || elsewhere ? (
          <PressForm action={removePicture} heir="picture-card">
            <Button variant="secondary">{texts.remove}</Button>
          </PressForm>
        ) : null}
      </Card>
    </>
  );
}
