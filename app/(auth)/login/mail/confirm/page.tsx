import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { HiddenFields } from "@/components/auth/hidden-fields";
import { MailedCodeLead } from "@/components/auth/mailed-code-lead";
import { AuthCard } from "@/components/ui/auth-card";
import { Button } from "@/components/ui/button";
import { CodeField } from "@/components/ui/code-field";
import { Note } from "@/components/ui/note";
import { mailedSignInConfirmForm } from "@/lib/auth/auth-forms";
import { readAuthPage, type SearchParams } from "@/lib/auth/auth-page";
import { pathFor } from "@/lib/auth/destination";
import { isOutboxOpenTo } from "@/lib/auth/mail";
import { findPendingCode } from "@/lib/auth/mailed-code";
import { getPageWords } from "@/lib/auth/page-words";
import { decodeEmail } from "@/lib/auth/readable-host";

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  const { page, formState, query } = await readAuthPage(searchParams, mailedSignInConfirmForm);
  const { common, auth } = await getPageWords();
  const own = query("token") === null ? auth.mailedCode.checkTitle : auth.mailedCode.linkTitle;
  const title = common.pageTitle(own, page.portalName);
  return { title: formState ? common.errorTitle(title) : title };
}

/** Opening the link does not use it up, because mail programs open links too. */
export default async function MailedSignInConfirmPage({ searchParams }: { searchParams: SearchParams }) {
  const { csrf, destination, formState, query } = await readAuthPage(searchParams, mailedSignInConfirmForm);
  const token = query("token");
  const sent = await headers();
  const pending = token === null ? await findPendingCode("sign_in", sent) : null;
  const again = pathFor("/login/mail", destination);
  if (token === null && !pending) redirect(again);
  const words = await getPageWords();
  const texts = words.auth.mailedCode;
  const outboxHref = isOutboxOpenTo(sent) ? "/outbox" : null;
  const lead = pending ? (
    <MailedCodeLead words={words} email={decodeEmail(pending.email)} outboxHref={outboxHref} />
  ) : (
    <p>{texts.linkLead}</p>
  );
  return (
    <AuthCard title={pending ? texts.checkTitle : texts.linkTitle} lead={lead}>
      {formState?.message && formState.field === null ? (
        <Note tone="danger" role="alert" title={formState.message} />
      ) : null}
      <form method="post" action="/login/mail/confirm/submit" className="grid gap-5" noValidate>
        <HiddenFields csrf={csrf} destination={destination} />
        {token === null ? (
          <CodeField
            id="code"
            label={texts.label}
            error={formState?.field === "code" ? (formState.message ?? undefined) : undefined}
            required
            autoFocus
          />
        ) : (
          <input type="hidden" name="token" value={token} />
        )}
        <Button id="code-submit" variant="primary" size="lg" isFullWidth>
          {texts.confirmSubmit}
        </Button>
      </form>
      <p>
        <a className="link" href={again}>
          {texts.again}
        </a>
      </p>
    </AuthCard>
  );
}
