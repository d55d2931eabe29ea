import type { Metadata } from "next";
import { NothingHere } from "@/components/ui/nothing-here";
import { getPageWords } from "@/lib/auth/page-words";
import { accountMetadata } from "./metadata";

export async function generateMetadata(): Promise<Metadata> {
  const { account } = await getPageWords();
  return accountMetadata(account.notFound.title);
}

/** In the frame of the account area. */
export default async function AccountNotFound() {
  const { account } = await getPageWords();
  return <NothingHere texts={account.notFound} href="/account" />;
}
