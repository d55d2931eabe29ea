import { requireUser } from "@/lib/auth/require-user";
import { getPageContext } from "@/lib/http/page-context";
import { answerNotFound } from "@/lib/http/page-status";
import AccountNotFound from "../not-found";

export { generateMetadata } from "../not-found";

/** Every address below `/account` that no other page has. */
export default async function NoSuchAccountPage() {
  await requireUser((await getPageContext()).path);
  answerNotFound();
  return <AccountNotFound />;
}
