import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SecondFactorCard } from "@/components/auth/second-factor-card";
import { Checkbox } from "@/components/ui/checkbox";
import type { SearchParams } from "@/lib/auth/auth-page";
import { pathFor } from "@/lib/auth/destination";
import { getPageWords } from "@/lib/auth/page-words";
import { readSecondFactorView } from "@/lib/auth/second-factor-view";

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  const view = await readSecondFactorView(searchParams, "authenticator");
  return "redirectTo" in view ? {} : { title: view.documentTitle };
}

export default async function CodePage({ searchParams }: { searchParams: SearchParams }) {
  const view = await readSecondFactorView(searchParams, "authenticator");
  if ("redirectTo" in view) redirect(view.redirectTo);
  const words = await getPageWords();
  return (
    <SecondFactorCard
      words={words}
      view={view}
      factor="authenticator"
      action="/login/code/submit"
      field={{ id: "otp", submitId: "otp-submit", isNumeric: true }}
      loginHref={pathFor("/login", view.destination, { switch: "1" })}
    >
      <Checkbox
        id="remember"
        name="remember"
        label={words.auth.factors.remember}
        hint={words.auth.factors.rememberHint}
      />
    </SecondFactorCard>
  );
}
