import { Card } from "@/components/console/card";
import { PressForm } from "@/components/forms/press-form";
import { Button } from "@/components/ui/button";
import { adminTitle, openAdminPage } from "@/lib/admin/admin-page";
import { listSigningKeys } from "@/lib/admin/signing-keys";
import { getPageWords } from "@/lib/auth/page-words";
import { AdminHeading } from "../_parts/admin-heading";
import { KeyTable } from "./_parts/key-table";
import { rotateAction } from "./actions";

export const generateMetadata = async () => {
  const words = await getPageWords();
  return adminTitle(words.admin.keys.title);
};

/** The keys that sign tokens: the next one, the current one, and those that have retired. */
export default async function Keys() {
  const words = await getPageWords();
  const texts = words.admin.keys;
  const opened = await openAdminPage();
  const now = new Date();
  const keys = (await listSigningKeys(opened.actor, now)) ?? [];
  const algs = [...new Set(keys.map(({ alg }) => alg))];
  const waiting = new Set(keys.filter(({ phase }) => phase === "next").map(({ alg }) => alg));
  return (
    <>
      <AdminHeading title={texts.title} intro={texts.intro} />
      <KeyTable words={words} keys={keys} now={now} />
      <p className="text-sm">
        <a href="/oauth/jwks" className="link inline-flex min-h-6 items-center">
          {texts.jwks}
        </a>
      </p>
      <Card title={texts.rotate} id="rotate">
        <ol className="grid max-w-measure list-decimal gap-1 ps-5 text-sm text-fg-muted">
          {texts.phasesTold.map((told) => (
            <li key={told}>{told}</li>
          ))}
        </ol>
        <div className="flex flex-wrap items-start gap-3">
          {algs.map((alg) =>
            waiting.has(alg) ? (
              <p key={alg} className="flex min-h-9 items-center text-sm">
                {texts.isWaiting(alg)}
              </p>
            ) : (
              <PressForm key={alg} action={rotateAction.bind(null, alg)} heir="rotate-heading">
                <Button variant="secondary">{texts.rotateAlg(alg)}</Button>
              </PressForm>
            ),
          )}
        </div>
      </Card>
    </>
  );
}
